using System.Text.Json.Nodes;
using Verditer.Authorization;
using Verditer.Core;
using Verditer.ResourceManager;

namespace Verditer.Providers.Authorization;

/// <summary>
/// The tenant of a role assignment. Its scope says it; at <c>/</c>, which every tenant has for itself, it is kept with the assignment and not shown. One that was made
/// before that belongs to the tenant of its principal.
/// </summary>
internal sealed class RoleAssignmentTenant(ScopeTenants tenants, IDirectory directory)
{
    public const string Property = "tenantId";

    public bool Is(RoleAssignment assignment, string tenantId) => assignment.Scope == "/"
        ? assignment.TenantId is { } own ? IsSame(own, tenantId) : directory.FindPrincipal(tenantId, assignment.PrincipalId) is not null
        : tenants.Of(assignment.Scope) is not { } scopes || IsSame(scopes, tenantId);

    /// <summary>The body as it is shown.</summary>
    public static JsonObject Shown(StoredResource assignment)
    {
        var body = assignment.Body.Copy();
        body.Remove(Property);
        return body;
    }

    private static bool IsSame(string one, string other) => one.Equals(other, StringComparison.OrdinalIgnoreCase);
}
