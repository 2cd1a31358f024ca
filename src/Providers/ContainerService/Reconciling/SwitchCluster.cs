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
        ArmError? error = null;
        if (stops)
        {
            await runtime.StopAsync(cluster, cancellationToken);
        }
        else
        {
            error = await runtime.ResumeAsync(cluster, operation.TenantId, cancellationToken);
        }

        var code = stops ? "Stopped" : "Running";
        cluster.Properties["provisioningState"] = error is null ? ProvisioningStates.Succeeded : ProvisioningStates.Failed;
        cluster.Properties["powerState"] = new JsonObject { ["code"] = code };
        foreach (var pool in cluster.Pools.OfType<JsonObject>())
        {
            pool["powerState"] = new JsonObject { ["code"] = code };
        }

        var batch = new WriteBatch();
        ResourceStore.Put(batch, stored.Id, cluster.Body, stored);
        return error is null ? new OperationOutcome.Done { Writes = batch } : new OperationOutcome.Failed(error) { Writes = batch };
    }
}
