using Verditer.Core;

namespace Verditer.Providers.ContainerService;

/// <summary>The scale sets of pools that are being deleted, after their nodes.</summary>
internal sealed class RemovePools(ClusterArm arm, ClusterTokens tokens) : IClusterStep
{
    public string Name => "remove-pools";

    public async Task<ArmError?> RunAsync(ClusterWork work, CancellationToken cancellationToken)
    {
        var gone = work.Cluster.Pools.Where(p => p.Text("provisioningState") == ProvisioningStates.Deleting).Select(p => p.Text("name")!).ToList();
        if (gone.Count == 0)
        {
            return null;
        }

        if (!(await tokens.ForResourcesAsync(work.Cluster, work.TenantId, cancellationToken)).TryGet(out var token, out var error))
        {
            return error;
        }

        foreach (var pool in gone)
        {
            if (await arm.DeleteAsync(token, work.Names.ScaleSet(pool), ArmVersions.Compute, cancellationToken) is { } refusal)
            {
                return refusal;
            }
        }

        return null;
    }
}
