using Verditer.Core;

namespace Verditer.Kubernetes;

/// <summary>
/// The nodes of clusters: simulated ones, or machines that run containers. The engine keeps each <see cref="NodeSpec"/> durable: it calls <see cref="EnsureAsync"/>
/// when a node is made or described anew, and for every node when the cluster starts. What a node does over time (heartbeats, pods) it does as a controller.
/// </summary>
public interface INodes
{
    /// <summary>How the API reaches into pods; null where nothing runs in them.</summary>
    IPodConnections? Connections => null;

    /// <summary>Registers the node, or brings it to this description. May be repeated.</summary>
    /// <exception cref="ClusterEngineException">The node cannot be made; the message says why and what to do.</exception>
    Task EnsureAsync(IObjectClient api, ClusterFacts cluster, NodeSpec node, CancellationToken cancellationToken);

    /// <summary>Takes the node and what ran on it away. May be repeated.</summary>
    Task RemoveAsync(IObjectClient api, ClusterFacts cluster, string nodeName, CancellationToken cancellationToken);

    /// <summary>Ends all machines of a cluster that was stopped or deleted. A process that ends does not call this: its machines go on. May be repeated.</summary>
    /// <param name="keepDisks">True where the machines come back, with the images that they have.</param>
    Task ShutDownAsync(string clusterKey, bool keepDisks, CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>New controllers that act for the nodes of one cluster.</summary>
    IReadOnlyList<IClusterController> ControllersFor(ClusterFacts cluster) => [];
}
