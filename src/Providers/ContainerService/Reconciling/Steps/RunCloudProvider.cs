using Verditer.Core;

namespace Verditer.Providers.ContainerService;

/// <summary>The cluster's cloud provider, signed in as the control plane's identity or as the service principal.</summary>
internal sealed class RunCloudProvider(ClusterRuntime runtime) : IClusterStep
{
    public string Name => "cloud-provider";

    public async Task<ArmError?> RunAsync(ClusterWork work, CancellationToken cancellationToken)
    {
        await runtime.StartCloudProviderAsync(work.Cluster, work.TenantId, cancellationToken);
        return null;
    }
}
