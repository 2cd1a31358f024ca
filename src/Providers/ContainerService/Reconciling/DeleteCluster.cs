using System.Text.Json.Nodes;
using Verditer.Core;
using Verditer.Operations;
using Verditer.ResourceManager;
using Verditer.Storage;

namespace Verditer.Providers.ContainerService;

/// <summary>
/// Deletes a cluster: first what runs, then the node resource group with all that is in it, then the service principal that AKS made and the system-assigned identity;
/// the resource goes last. Role assignments that its identities hold elsewhere stay behind, as in Azure.
/// </summary>
internal sealed class DeleteCluster(
    ClusterStore clusters, ResourceStore resources, IOperations operations, ClusterRuntime runtime, ClusterArm arm, ClusterTokens tokens, IDirectory directory)
    : SteppedOperation
{
    private const string KindName = "containerService/deleteCluster";
    private const string KeyNote = "cluster";

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    public override string Kind => KindName;

    protected override IReadOnlyList<OperationStep> Steps =>
    [
        new("wait-for-others", WaitForOthersAsync),
        new("stop", StopAsync),
        new("node-resource-group", DeleteNodeGroupAsync),
        new("node-resource-group-gone", AwaitNodeGroupAsync),
        new("identities", DeleteIdentitiesAsync),
    ];

    public static NewOperation Start(Subscription subscription, ClusterView cluster) => new(
        KindName, subscription.TenantId, subscription.Id, ContainerServiceProvider.Name, cluster.Location, cluster.Id.Text, new JsonObject { [KeyNote] = cluster.Key });

    protected override async ValueTask<WriteBatch?> SucceedAsync(OperationRecord operation, CancellationToken cancellationToken)
    {
        if (await FindAsync(operation, cancellationToken) is not { } stored)
        {
            return null;
        }

        var batch = new WriteBatch();
        ResourceStore.Remove(batch, stored);
        ServicePrincipalVault.Remove(batch, stored.Id);
        ClusterIssuer.Remove(batch, ClusterView.Of(stored));
        IdentityMoves.End(batch, stored.Id);
        foreach (var below in await resources.ListBelowAsync(stored.Id, cancellationToken))
        {
            ResourceStore.Remove(batch, below.Id);
        }

        return batch;
    }

    protected override ValueTask<WriteBatch?> FailAsync(OperationRecord operation, ArmError error, CancellationToken cancellationToken) =>
        MarkFailedAsync(operation, cancellationToken);

    private async ValueTask<WriteBatch?> MarkFailedAsync(OperationRecord operation, CancellationToken cancellationToken)
    {
        if (await FindAsync(operation, cancellationToken) is not { } stored)
        {
            return null;
        }

        var cluster = ClusterView.Of(stored);
        cluster.Properties["provisioningState"] = ProvisioningStates.Failed;
        var batch = new WriteBatch();
        ResourceStore.Put(batch, stored.Id, cluster.Body, stored);
        return batch;
    }

    /// <summary>An operation that began before sees that the cluster is being deleted and ends by itself.</summary>
    private Task<StepOutcome> WaitForOthersAsync(OperationRecord operation, CancellationToken cancellationToken)
    {
        var oldest = operations.Running(operation.ResourceId!).FirstOrDefault(o => !FollowedOperation.IsOne(o));
        return Task.FromResult(oldest is null || oldest.Id == operation.Id ? StepOutcome.Next : StepOutcome.Wait(Pause));
    }

    private Task<StepOutcome> StopAsync(OperationRecord operation, CancellationToken cancellationToken) => WithClusterAsync(operation, async cluster =>
    {
        await runtime.RemoveAsync(cluster, cancellationToken);
        return StepOutcome.Next;
    }, cancellationToken);

    private Task<StepOutcome> DeleteNodeGroupAsync(OperationRecord operation, CancellationToken cancellationToken) => WithClusterAsync(operation, async cluster =>
    {
        var token = await tokens.ForAksAsync(operation.TenantId, cancellationToken);
        if (!(await arm.FindAsync(token, cluster.NodeGroup, ArmVersions.Groups, cancellationToken)).TryGet(out var group, out var error))
        {
            return error;
        }

        // A group that this cluster does not manage is left alone: its creation failed because of it.
        var isOurs = string.Equals(group.Text("managedBy"), cluster.Id.Text, StringComparison.OrdinalIgnoreCase);
        return isOurs && await arm.DeleteAsync(token, cluster.NodeGroup, ArmVersions.Groups, cancellationToken) is { } refusal ? refusal : StepOutcome.Next;
    }, cancellationToken);

    private Task<StepOutcome> AwaitNodeGroupAsync(OperationRecord operation, CancellationToken cancellationToken) => WithClusterAsync(operation, async cluster =>
    {
        var group = await resources.FindAsync(cluster.NodeGroup, cancellationToken);
        if (group is null || !string.Equals(group.Body.Text("managedBy"), cluster.Id.Text, StringComparison.OrdinalIgnoreCase))
        {
            return StepOutcome.Next;
        }

        return group.ProvisioningState == ProvisioningStates.Deleting
            ? StepOutcome.Wait(Pause)
            : new ArmError(409, "ResourceGroupDeletionBlocked",
                $"The node resource group '{cluster.NodeGroup.Name}' of the managed cluster '{cluster.Name}' could not be deleted. Remove what stands in the way, such as a lock, and delete the cluster again.");
    }, cancellationToken);

    private Task<StepOutcome> DeleteIdentitiesAsync(OperationRecord operation, CancellationToken cancellationToken) => WithClusterAsync(operation, async cluster =>
    {
        await directory.DeleteOwnedApplicationAsync(operation.TenantId, MakeServicePrincipal.KeyFor(cluster), cancellationToken);
        await directory.DeleteManagedIdentityAsync(cluster.Id.Text, cancellationToken);
        return StepOutcome.Next;
    }, cancellationToken);

    private async Task<StepOutcome> WithClusterAsync(OperationRecord operation, Func<ClusterView, Task<StepOutcome>> run, CancellationToken cancellationToken) =>
        await FindAsync(operation, cancellationToken) is { } stored ? await run(ClusterView.Of(stored)) : StepOutcome.Next;

    /// <summary>The cluster that the operation was begun for, while it is being deleted. Another one of its name is not touched.</summary>
    private async ValueTask<StoredResource?> FindAsync(OperationRecord operation, CancellationToken cancellationToken) =>
        await clusters.FindAsync(ResourceId.Parse(operation.ResourceId!), cancellationToken) is { ProvisioningState: ProvisioningStates.Deleting } stored
            && ClusterView.Of(stored).Key == (operation.State.Text(KeyNote) ?? ClusterView.Of(stored).Key) ? stored : null;
}
