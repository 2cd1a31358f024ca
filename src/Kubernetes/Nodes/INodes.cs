using Verditer.Core;

namespace Verditer.Kubernetes;

/// <summary>
/// The simulated nodes of one cluster. The engine keeps each <see cref="NodeSpec"/> durable: it calls <see cref="EnsureAsync"/> when a node is made or
/// described anew, and for every node when the cluster starts. What a node does over time (heartbeats, pods) it does as a controller.
/// </summary>
public interface INodeSimulator
{
    /// <summary>Registers the node, or brings it to this description. May be repeated.</summary>
    Task EnsureAsync(IObjectClient api, ClusterFacts cluster, NodeSpec node, CancellationToken cancellationToken);

    /// <summary>Takes the node and what ran on it away. May be repeated.</summary>
    Task RemoveAsync(IObjectClient api, ClusterFacts cluster, string nodeName, CancellationToken cancellationToken);
}
