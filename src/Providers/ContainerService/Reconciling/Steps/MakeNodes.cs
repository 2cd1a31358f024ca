using Verditer.Core;

namespace Verditer.Providers.ContainerService;

/// <summary>Nodes as the scale sets' instances say, each with a metadata listener of its own; what is no longer an instance is no longer a node.</summary>
internal sealed class MakeNodes(ClusterRuntime runtime) : IClusterStep
{
    public string Name => "nodes";

    public Task<ArmError?> RunAsync(ClusterWork work, CancellationToken cancellationToken) =>
        runtime.ReconcileNodesAsync(work.Cluster, work.TenantId, cancellationToken);
}
