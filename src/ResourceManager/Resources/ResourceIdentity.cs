using System.Text.Json.Nodes;
using Verditer.Core;
using Verditer.Directory;
using Verditer.Storage;

namespace Verditer.ResourceManager;

/// <summary>
/// The <c>identity</c> section of a resource: its system-assigned identity lives with it, its user-assigned ones must exist (400 <c>FailedIdentityOperation</c>).
/// Source: https://learn.microsoft.com/entra/identity/managed-identities-azure-resources/overview
/// </summary>
public sealed class ResourceIdentity(IDirectory directory, IManagedIdentityRemoval removal)
{
    /// <summary>Makes what is asked for and fills in the ids that Azure fills in. A refused write changes nothing: an own identity that is given up goes with the commit.</summary>
    /// <returns>What belongs into the commit.</returns>
    public async ValueTask<Result<Action<WriteBatch>>> ApplyAsync(WriteRequest request, CancellationToken cancellationToken)
    {
        var type = request.Body.Text("identity", "type") ?? "None";
        if (request.Body["identity"] is not JsonObject identity || type == "None")
        {
            request.Body.Remove("identity");
            return Removal(request.Id);
        }

        TakeOldForm(identity);
        if (!type.Contains("UserAssigned", StringComparison.OrdinalIgnoreCase))
        {
            identity.Remove("userAssignedIdentities");
        }

        if (FillUserAssigned(request, identity) is { } refusal)
        {
            return refusal;
        }

        if (!type.Contains("SystemAssigned", StringComparison.OrdinalIgnoreCase))
        {
            identity.Remove("principalId");
            identity.Remove("tenantId");
            return Removal(request.Id);
        }

        var own = await directory.EnsureManagedIdentityAsync(
            request.Subscription.TenantId, request.Id.Text, ManagedIdentityKind.SystemAssigned, cancellationToken);
        (identity["principalId"], identity["tenantId"]) = (own.PrincipalId, own.TenantId);
        return new Action<WriteBatch>(_ => { });
    }

    /// <summary>What takes a resource's own identity away, for the commit in which the resource loses it.</summary>
    public Action<WriteBatch> Removal(ResourceId owner) => batch => removal.Remove(batch, owner.Text);

    /// <summary>Clients of before 2018-06-01 list the ids.</summary>
    private static void TakeOldForm(JsonObject identity)
    {
        if (LinkedProperty.OldAssignedIdentity.Find(new JsonObject { ["identity"] = identity.DeepClone() }).ToList() is { Count: > 0 } ids)
        {
            var assigned = identity.Section("userAssignedIdentities");
            var known = assigned.Select(one => one.Key).ToHashSet(StringComparer.OrdinalIgnoreCase);
            ids.Where(known.Add).ToList().ForEach(id => assigned[id] = new JsonObject());
        }

        identity.Remove("identityIds");
    }

    /// <summary>One that was made anew since is given only by a write that names it: its writer was asked for the right to.</summary>
    private ArmError? FillUserAssigned(WriteRequest request, JsonObject identity)
    {
        if (identity["userAssignedIdentities"] is not JsonObject assigned)
        {
            return null;
        }

        var named = LinkedProperty.AssignedIdentity.Find(request.Sent).Concat(LinkedProperty.OldAssignedIdentity.Find(request.Sent)).ToHashSet(StringComparer.OrdinalIgnoreCase);
        foreach (var id in assigned.Select(a => a.Key).ToList())
        {
            if (directory.FindManagedIdentity(id) is not { Kind: ManagedIdentityKind.UserAssigned } found)
            {
                return new ArmError(400, "FailedIdentityOperation",
                    $"Identity operation for resource '{request.Id.Text}' failed with error 'Failed to perform resource identity operation. Status: 'BadRequest'. Response: '{{\"error\":{{\"code\":\"BadRequest\",\"message\":\"Resource '{id}' was not found.\"}}}}'.'.");
            }

            if (!named.Contains(id) && request.Existing is { } existing && AssignedPrincipals.IsMadeAnew(directory, existing.Body, id))
            {
                continue;
            }

            assigned[id] = new JsonObject { ["principalId"] = found.PrincipalId, ["clientId"] = found.ClientId };
        }

        return null;
    }
}
