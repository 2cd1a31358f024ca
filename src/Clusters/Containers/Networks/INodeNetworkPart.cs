
namespace Verditer.Clusters.Containers;

/// <summary>
/// Something that every node gets once its network is up: services, cluster DNS, stock names. Parts are registered as services and started in their order; what they
/// make inside the namespace (rules, listeners, addresses) goes with it.
/// </summary>
public interface INodeNetworkPart
{
    /// <summary>Starts it on one node. Called when the node's pod addresses are known, after each start of the process, and again when <see cref="NodeNetwork"/> changes.</summary>
    /// <param name="api">The cluster's API.</param>
    /// <returns>What ends it: disposed when the node is removed, its network changes, or the process ends.</returns>
    Task<IAsyncDisposable> StartAsync(IObjectClient api, ClusterFacts cluster, NodeNetwork network, CancellationToken cancellationToken);
}
