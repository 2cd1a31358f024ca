using Verditer.Core;

namespace Verditer.Providers.ContainerService;

/// <summary>The Kubernetes control plane of the chosen engine, in the cluster's version.</summary>
internal sealed class MakeControlPlane(ClusterRuntime runtime) : IClusterStep
{
    public string Name => "control-plane";

    public async Task<ArmError?> RunAsync(ClusterWork work, CancellationToken cancellationToken)
    {
        await runtime.CreateControlPlaneAsync(work.Cluster, work.TenantId, cancellationToken);
        return null;
    }
}
