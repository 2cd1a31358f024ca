using System.Text.Json.Nodes;
using Verditer.Core;

namespace Verditer.Providers.ContainerService;

/// <summary>A scale set for each agent pool, with as many instances as the pool has nodes. The scale set of a pool that is being deleted goes later, after its nodes.</summary>
internal sealed class MakeScaleSets(ClusterArm arm, ClusterTokens tokens) : IClusterStep
{
    public string Name => "scale-sets";

    public async Task<ArmError?> RunAsync(ClusterWork work, CancellationToken cancellationToken)
    {
        if (!(await tokens.ForResourcesAsync(work.Cluster, work.TenantId, cancellationToken)).TryGet(out var token, out var error))
        {
            return error;
        }

        foreach (var pool in work.Cluster.Pools.OfType<JsonObject>().Where(p => p.Text("provisioningState") != ProvisioningStates.Deleting))
        {
            if (await EnsureAsync(work, pool, token, cancellationToken) is { } refusal)
            {
                return refusal;
            }
        }

        return null;
    }

    private async Task<ArmError?> EnsureAsync(ClusterWork work, JsonObject pool, string token, CancellationToken cancellationToken)
    {
        var id = work.Names.ScaleSet(pool.Text("name")!);
        if (!(await arm.FindAsync(token, id, ArmVersions.Compute, cancellationToken)).TryGet(out var found, out var error))
        {
            return error;
        }

        if (found is null)
        {
            return (await arm.PutAsync(token, id, ArmVersions.Compute, work.Bodies.ScaleSet(pool), cancellationToken)).Error;
        }

        return ScaleSetChange.Of(work.Cluster, pool, found) is { } change ? await arm.PatchAsync(token, id, ArmVersions.Compute, change, cancellationToken) : null;
    }
}
