using System.Text.RegularExpressions;
using Verditer.Core;
using Verditer.Directory;
using Verditer.ResourceManager;

namespace Verditer.Providers.ManagedIdentity;

/// <summary>
/// User-assigned identities: a resource and a principal that live together. The principal is made first and by the resource's id, so that a write that is repeated
/// after a crash finds it. Source: Microsoft.ManagedIdentity/userAssignedIdentities in the REST specifications.
/// </summary>
internal sealed partial class UserAssignedIdentityHandler(IDirectory directory, IManagedIdentityRemoval removal, AssociatedResources associated)
    : ResourceTypeHandler(ResourceType.Parse("Microsoft.ManagedIdentity/userAssignedIdentities"))
{
    public override int DeletionOrder => 40;

    public override NameRule NameRule { get; } = new(3, 128, Pattern(),
        "The name has 3 to 128 letters, digits, hyphens and underscores, and starts with a letter or a digit.");

    public override IReadOnlyList<ResourceAction> Actions { get; } = [new("listAssociatedResources", associated.ListAsync)];

    public override async ValueTask<Result<WritePlan>> PlanWriteAsync(WriteRequest request, CancellationToken cancellationToken)
    {
        var identity = await directory.EnsureManagedIdentityAsync(
            request.Subscription.TenantId, request.Id.Text, ManagedIdentityKind.UserAssigned, cancellationToken);
        var properties = request.Properties;
        properties["tenantId"] = identity.TenantId;
        properties["principalId"] = identity.PrincipalId;
        properties["clientId"] = identity.ClientId;
        return new WritePlan(request.Body);
    }

    public override ValueTask<Result<DeletePlan>> PlanDeleteAsync(StoredResource existing, ArmContext context, CancellationToken cancellationToken) =>
        new(new DeletePlan { Also = batch => removal.Remove(batch, existing.Id.Text) });

    [GeneratedRegex(@"^[A-Za-z0-9][A-Za-z0-9_-]*\z")]
    private static partial Regex Pattern();
}
