using System.Text.Json.Nodes;
using Verditer.Core;
using Verditer.Operations;
using Verditer.ResourceManager;
using Verditer.Storage;

namespace Verditer.Providers.ContainerService;

/// <summary>Stops a cluster and keeps its state, or starts it again.</summary>
internal sealed class SwitchCluster(ClusterStore clusters, ClusterRuntime runtime) : IOperationHandler
{
    public const string KindName = "containerService/switchCluster";
    public const string Stop = "stop";
    public const string Start = "start";

    private const string Direction = "direction";

    public string Kind => KindName;

    public static NewOperation Begin(Subscription subscription, ClusterView cluster, string direction) => new(
        KindName, subscription.TenantId, subscription.Id, ContainerServiceProvider.Name, cluster.Location, cluster.Id.Text,
        new JsonObject { [Direction] = direction });

    public async Task<OperationOutcome> RunAsync(OperationRecord operation, CancellationToken cancellationToken)
    {
        var stored = await clusters.FindAsync(ResourceId.Parse(operation.ResourceId!), cancellationToken);
        if (stored is null || stored.ProvisioningState == ProvisioningStates.Deleting)
        {
            return new OperationOutcome.Canceled();
        }

        var cluster = ClusterView.Of(stored);
        var stops = operation.State.Text(Direction) == Stop;
        var error = await TryAsync(cluster, stops, operation.TenantId, cancellationToken);
        var batch = End(stored, error is null ? ProvisioningStates.Succeeded : ProvisioningStates.Failed, stops ? "Stopped" : "Running");
        return error is null ? new OperationOutcome.Done { Writes = batch } : new OperationOutcome.Failed(error) { Writes = batch };
    }

    public async ValueTask<WriteBatch?> GiveUpAsync(OperationRecord operation, ArmError error, CancellationToken cancellationToken)
    {
        var stored = await clusters.FindAsync(ResourceId.Parse(operation.ResourceId!), cancellationToken);
        return stored is null || stored.ProvisioningState == ProvisioningStates.Deleting ? null : End(stored, ProvisioningStates.Failed, null);
    }

    private async Task<ArmError?> TryAsync(ClusterView cluster, bool stops, string tenantId, CancellationToken cancellationToken)
    {
        try
        {
            if (!stops)
            {
                return await runtime.ResumeAsync(cluster, tenantId, cancellationToken);
            }

            await runtime.StopAsync(cluster, cancellationToken);
            return null;
        }
        catch (ClusterEngineException problem)
        {
            return ClusterErrors.EngineFailed(problem);
        }
    }

    /// <param name="power">The power state that is now true; null where it stays as it was.</param>
    private static WriteBatch End(StoredResource stored, string state, string? power)
    {
        var cluster = ClusterView.Of(stored);
        cluster.Properties["provisioningState"] = state;
        if (power is not null && state == ProvisioningStates.Succeeded)
        {
            cluster.Properties["powerState"] = new JsonObject { ["code"] = power };
            foreach (var pool in cluster.Pools.OfType<JsonObject>())
            {
                pool["powerState"] = new JsonObject { ["code"] = power };
            }
        }

        var batch = new WriteBatch();
        ResourceStore.Put(batch, stored.Id, cluster.Body, stored);
        return batch;
    }
}
