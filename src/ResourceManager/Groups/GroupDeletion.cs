using Verditer.Core;
using Verditer.Operations;
using Verditer.Storage;

namespace Verditer.ResourceManager;

/// <summary>
/// Deletes a group: asks each resource's provider to delete it, as Resource Manager's own principal and in order (clusters before what they stand on), until nothing is
/// left; then the group goes, with the role assignments and locks in it.
/// </summary>
internal sealed class GroupDeletion(
    ResourceStore resources, ResourceTypeRegistry types, IArmClient arm, ITokenIssuer tokens) : IOperationHandler
{
    public const string KindName = "resources/deleteGroup";

    private const int MostRoundsWithoutProgress = 50;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    public string Kind => KindName;

    public async Task<OperationOutcome> RunAsync(OperationRecord operation, CancellationToken cancellationToken)
    {
        var group = ResourceId.Parse(operation.ResourceId!);
        var below = await resources.ListBelowAsync(group, cancellationToken);
        var left = below.Where(r => !r.Id.Type.IsChild && r.Id.Parent!.Equals(group) && r.Id.Type.Namespace != "Microsoft.Authorization").ToList();
        if (left.Count == 0)
        {
            var batch = new WriteBatch();
            ResourceStore.Remove(batch, group);
            below.ToList().ForEach(r => ResourceStore.Remove(batch, r.Id));
            return new OperationOutcome.Done { Writes = batch };
        }

        var refusal = await DeleteNextAsync(operation, left, cancellationToken);
        var state = operation.State.Copy();
        var rounds = refusal is not null && state.Number("left") == left.Count ? (state.Number("rounds") ?? 0) + 1 : 0;
        if (refusal is not null && rounds > MostRoundsWithoutProgress)
        {
            return new OperationOutcome.Failed(refusal) { Writes = await RestoreAsync(group, cancellationToken) };
        }

        (state["left"], state["rounds"]) = (left.Count, rounds);
        return new OperationOutcome.Again(Pause, state);
    }

    private async Task<ArmError?> DeleteNextAsync(OperationRecord operation, List<StoredResource> left, CancellationToken cancellationToken)
    {
        var token = (await tokens.ForFirstPartyAsync(
            operation.TenantId, SubscriptionService.ResourceManagerAppId, Audience.ResourceManager.Values[0], cancellationToken)).Token!;
        var first = left.Min(r => Order(r.Id.Type));
        ArmError? refusal = null;
        foreach (var resource in left.Where(r => Order(r.Id.Type) == first && r.ProvisioningState != "Deleting"))
        {
            var version = types.ApiVersions(resource.Id.Type)[0];
            var reply = await arm.SendAsync(token.Value, "DELETE", $"{resource.Id.Text}?api-version={version}", cancellationToken: cancellationToken);
            refusal ??= reply.Error;
        }

        return refusal;
    }

    private int Order(ResourceType type) => types.Find(type)?.Handler.DeletionOrder ?? 0;

    private async Task<WriteBatch?> RestoreAsync(ResourceId group, CancellationToken cancellationToken)
    {
        if (await resources.FindAsync(group, cancellationToken) is not { } stored)
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
