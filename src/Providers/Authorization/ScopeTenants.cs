using Verditer.Authorization;
using Verditer.Core;
using Verditer.ResourceManager;

namespace Verditer.Providers.Authorization;

/// <summary>The tenant to which a scope belongs.</summary>
internal sealed class ScopeTenants(SubscriptionIndex subscriptions, ManagementGroupIndex groups)
{
    /// <summary>The tenant's id, or null where the scope's subscription or management group does not exist, and for <c>/</c>.</summary>
    public string? Of(string scope) => ResourceId.TryParse(scope, out var id) ? Of(id) : null;

    public string? Of(ResourceId scope)
    {
        if (scope.SubscriptionId is { } subscription)
        {
            return subscriptions.Find(subscription)?.TenantId;
        }

        for (var id = scope; id is not null; id = id.Parent)
        {
            if (id.Type == ManagementGroupType)
            {
                return groups.Find(id.Name)?.TenantId;
            }
        }

        return null;
    }

    public static readonly ResourceType ManagementGroupType = ResourceType.Parse("Microsoft.Management/managementGroups");

    public bool IsIn(RoleDefinition custom, string tenantId) =>
        custom.AssignableScopes.Any(s => string.Equals(Of(s), tenantId, StringComparison.OrdinalIgnoreCase));
}
