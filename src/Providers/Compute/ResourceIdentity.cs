using System.Text.Json.Nodes;
using Verditer.Core;
using Verditer.ResourceManager;

namespace Verditer.Providers.Compute;

/// <summary>The <c>identity</c> section of a machine: its system-assigned identity lives with it, its user-assigned ones must exist.</summary>
internal sealed class ResourceIdentity(IDirectory directory)
{
    /// <summary>Makes what is asked for and fills in the ids that Azure fills in.</summary>
    public async ValueTask<ArmError?> ApplyAsync(WriteRequest request, CancellationToken cancellationToken)
    {
        var type = request.Body.Text("identity", "type") ?? "None";
        if (request.Body["identity"] is not JsonObject identity || type == "None")
        {
            await directory.DeleteManagedIdentityAsync(request.Id.Text, cancellationToken);
            request.Body.Remove("identity");
            return null;
        }

        if (type.Contains("SystemAssigned", StringComparison.OrdinalIgnoreCase))
        {
            var own = await directory.EnsureManagedIdentityAsync(
                request.Subscription.TenantId, request.Id.Text, ManagedIdentityKind.SystemAssigned, cancellationToken);
            (identity["principalId"], identity["tenantId"]) = (own.PrincipalId, own.TenantId);
        }
        else
        {
            await directory.DeleteManagedIdentityAsync(request.Id.Text, cancellationToken);
            identity.Remove("principalId");
            identity.Remove("tenantId");
        }

        TakeOldForm(identity);
        DropRemoved(identity, request.Sent);
        if (!type.Contains("UserAssigned", StringComparison.OrdinalIgnoreCase))
        {
            identity.Remove("userAssignedIdentities");
        }

        return FillUserAssigned(request.Id, identity);
    }

    /// <summary>Clients of before 2018-06-01 list the ids.</summary>
    private static void TakeOldForm(JsonObject identity)
    {
        if (LinkedProperty.OldAssignedIdentity.Find(new JsonObject { ["identity"] = identity.DeepClone() }).ToList() is { Count: > 0 } ids)
        {
            ids.ForEach(id => identity.Section("userAssignedIdentities")[id] = new JsonObject());
        }

        identity.Remove("identityIds");
    }

    /// <summary>A client takes an identity away by null, in whatever case it writes the id; one that it names in another case is the same.</summary>
    private static void DropRemoved(JsonObject identity, JsonObject sent)
    {
        if (identity["userAssignedIdentities"] is not JsonObject assigned)
        {
            return;
        }

        var named = sent.At("identity", "userAssignedIdentities") as JsonObject ?? [];
        var seen = new HashSet<string>(named.Where(one => one.Value is null).Select(one => one.Key), StringComparer.OrdinalIgnoreCase);
        foreach (var (id, value) in assigned.ToList())
        {
            if (value is null || !seen.Add(id))
            {
                assigned.Remove(id);
            }
        }
    }

    public Task RemoveAsync(StoredResource resource, CancellationToken cancellationToken) =>
        directory.DeleteManagedIdentityAsync(resource.Id.Text, cancellationToken);

    private ArmError? FillUserAssigned(ResourceId owner, JsonObject identity)
    {
        if (identity["userAssignedIdentities"] is not JsonObject assigned)
        {
            return null;
        }

        foreach (var id in assigned.Select(a => a.Key).ToList())
        {
            if (directory.FindManagedIdentity(id) is not { Kind: ManagedIdentityKind.UserAssigned } found)
            {
                return new ArmError(400, "FailedIdentityOperation",
                    $"Identity operation for resource '{owner.Text}' failed with error 'Failed to perform resource identity operation. Status: 'BadRequest'. Response: '{{\"error\":{{\"code\":\"BadRequest\",\"message\":\"Resource '{id}' was not found.\"}}}}'.'.");
            }

            assigned[id] = new JsonObject { ["principalId"] = found.PrincipalId, ["clientId"] = found.ClientId };
        }

        return null;
    }
}
