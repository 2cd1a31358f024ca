using System.Text.Json.Nodes;
using Verditer.Core;
using Verditer.Operations;
using Verditer.ResourceManager;
using Verditer.Storage;

namespace Verditer.Providers.ContainerService;

/// <summary>Writes the end of an operation into its cluster and its agent pools.</summary>
internal sealed class ClusterEnding(ClusterStore clusters)
{
    public async ValueTask<WriteBatch?> EndAsync(OperationRecord operation, string state, CancellationToken cancellationToken)
    {
        var stored = await clusters.FindAsync(ResourceId.Parse(operation.ResourceId!), cancellationToken);
        if (stored is null || stored.ProvisioningState == ProvisioningStates.Deleting)
        {
            return null;
        }

        var cluster = ClusterView.Of(stored);
        cluster.Properties["provisioningState"] = state;
        foreach (var pool in cluster.Pools.OfType<JsonObject>().ToList())
        {
            EndPool(cluster, pool, state);
        }

        var batch = new WriteBatch();
        ResourceStore.Put(batch, stored.Id, cluster.Body, stored);
        return batch;
    }

    private static void EndPool(ClusterView cluster, JsonObject pool, string state)
    {
        var current = pool.Text("provisioningState");
        if (current == ProvisioningStates.Deleting && state == ProvisioningStates.Succeeded)
        {
            cluster.Pools.Remove(pool);
        }
        else if (ProvisioningStates.UnderWay(current) is not null)
        {
            pool["provisioningState"] = state;
        }
    }
}
