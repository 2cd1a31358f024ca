using Verditer.Core;
using Verditer.Operations;
using Verditer.Storage;

namespace Verditer.ResourceManager;

/// <summary>
/// Deletes a group: asks each resource's provider to delete it, as Resource Manager's own principal and in order (clusters before what they stand on), until nothing is
/// left; then the group goes, with the role assignments and locks in it. What cannot be deleted is asked a few times more, then the group stays.
/// </summary>
internal sealed class GroupDeletion(
    ResourceStore resources, ResourceTypeRegistry types, IArmClient arm, ITokenIssuer tokens, IOperations operations) : IOperationHandler
{
    public const string KindName = "resources/deleteGroup";

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    public string Kind => KindName;

    public async Task<OperationOutcome> RunAsync(OperationRecord operation, CancellationToken cancellationToken)
    {
        var group = ResourceId.Parse(operation.ResourceId!);
        if (await FindAsync(group, cancellationToken) is not { } stored)
        {
            return new OperationOutcome.Canceled();
        }

        var below = await resources.ListBelowAsync(group, cancellationToken);
        var left = below.Where(r => !r.Id.Type.IsChild && r.Id.Parent!.Equals(group) && r.Id.Type.Namespace != "Microsoft.Authorization").ToList();
        if (left.Count == 0)
        {
            var batch = new WriteBatch();
            ResourceStore.Remove(batch, stored);
            below.ToList().ForEach(r => ResourceStore.Remove(batch, r.Id));
            return new OperationOutcome.Done { Writes = batch };
        }

        var first = left.Min(r => Order(r.Id.Type));
        var next = left.Where(r => Order(r.Id.Type) == first).ToList();
        var round = new DeletionRound(operation.State, left.Count);
        if (await DeleteAsync(operation, next, round, cancellationToken) || await IsAnyBusyAsync(next, round, cancellationToken))
        {
            return new OperationOutcome.Again(Pause, round.State);
        }

        return round.Next(left.Count) is { } pause
            ? new OperationOutcome.Again(pause, round.State)
            : new OperationOutcome.Failed(Blocked(operation, group, next, round)) { Writes = await RestoreAsync(group, cancellationToken) };
    }

    public async ValueTask<WriteBatch?> GiveUpAsync(OperationRecord operation, ArmError error, CancellationToken cancellationToken) =>
        await RestoreAsync(ResourceId.Parse(operation.ResourceId!), cancellationToken);

    /// <summary>Asks those that were not asked in this round and that nobody else is deleting. True when there were any.</summary>
    private async Task<bool> DeleteAsync(OperationRecord operation, List<StoredResource> next, DeletionRound round, CancellationToken cancellationToken)
    {
        var asked = next.Where(r => !round.HasAsked(r.Id) && !IsBeingDeleted(r)).ToList();
        if (asked.Count == 0)
        {
            return false;
        }

        var token = (await tokens.ForFirstPartyAsync(
            operation.TenantId, SubscriptionService.ResourceManagerAppId, Audience.ResourceManager.Values[0], cancellationToken)).Token!;
        foreach (var resource in asked)
        {
            var version = types.ApiVersions(resource.Id.Type)[0];
            round.Note(resource.Id, await arm.SendAsync(token.Value, "DELETE", $"{resource.Id.Text}?api-version={version}", cancellationToken: cancellationToken));
        }

        return true;
    }

    private async Task<bool> IsAnyBusyAsync(List<StoredResource> next, DeletionRound round, CancellationToken cancellationToken)
    {
        var busy = false;
        foreach (var resource in next)
        {
            if (round.OperationOf(resource.Id) is not { } id)
            {
                busy |= IsBeingDeleted(resource);
            }
            else if (await operations.FindAsync(id, cancellationToken) is { } deletion)
            {
                busy |= !deletion.Ended;
                round.NoteEnd(resource.Id, deletion);
            }
        }

        return busy;
    }

    private bool IsBeingDeleted(StoredResource resource) =>
        resource.ProvisioningState == "Deleting" && operations.Running(resource.Id.Text).Count > 0;

    private int Order(ResourceType type) => types.Find(type)?.Handler.DeletionOrder ?? 0;

    private static ArmError Blocked(OperationRecord operation, ResourceId group, List<StoredResource> left, DeletionRound round)
    {
        var names = string.Join(",", left.Select(r => $"{r.Id.Type.FullName}/{r.Id.Name}"));
        return new ArmError(409, "ResourceGroupDeletionBlocked",
            $"Deletion of resource group '{group.Name}' failed as resources with identifiers '{names}' could not be deleted. The provisioning state of the resource group will be rolled back. The tracking Id is '{operation.Id}'. Please check audit logs for more details.",
            Details: [.. left.SelectMany(r => round.ReasonsOf(r.Id))]);
    }

    /// <summary>The group while it is being deleted; null when it is gone, or is there anew.</summary>
    private async ValueTask<StoredResource?> FindAsync(ResourceId group, CancellationToken cancellationToken) =>
        await resources.FindAsync(group, cancellationToken) is { ProvisioningState: "Deleting" } stored ? stored : null;

    private async Task<WriteBatch?> RestoreAsync(ResourceId group, CancellationToken cancellationToken)
    {
        if (await FindAsync(group, cancellationToken) is not { } stored)
        {
            return null;
        }

        var body = stored.Body.Copy();
        body.Section("properties")["provisioningState"] = "Succeeded";
        var batch = new WriteBatch();
        ResourceStore.Put(batch, group, body, stored);
        return batch;
    }
}
