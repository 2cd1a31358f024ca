using Verditer.Core;

namespace Verditer.Directory;

/// <summary>Principals of every kind, as the other parts know them.</summary>
internal static class PrincipalIndex
{
    /// <summary>The principal with this object id in this tenant, whatever it is.</summary>
    public static Principal? FindPrincipal(this DirectoryIndex index, string tenantId, string objectId)
    {
        var key = DirectoryIndex.Key(tenantId, objectId);
        if (index.ServicePrincipals.Find(key) is { } principal)
        {
            return principal.AsPrincipal();
        }

        if (index.Users.Find(key) is { } user)
        {
            return new(user.TenantId, user.Id, PrincipalKind.User, null, user.DisplayName, null) { Created = user.Created };
        }

        return index.Groups.Find(key) is { } group ? new(group.TenantId, group.Id, PrincipalKind.Group, null, group.DisplayName, null) { Created = group.Created } : null;
    }

    public static Principal AsPrincipal(this ServicePrincipalRecord principal) =>
        new(principal.TenantId, principal.Id, PrincipalKind.ServicePrincipal, principal.AppId, principal.DisplayName, principal.ResourceId) { Created = principal.Created };

    public static ManagedIdentity AsManagedIdentity(this ServicePrincipalRecord principal) => new(
        principal.TenantId,
        principal.ResourceId!,
        principal.AlternativeNames.Contains("isExplicit=True") ? ManagedIdentityKind.UserAssigned : ManagedIdentityKind.SystemAssigned,
        principal.AppId,
        principal.Id);

    /// <summary>Object ids of the groups that somebody belongs to, through other groups too.</summary>
    /// <param name="counts">Whether a membership (group, member) counts; null for all.</param>
    public static IReadOnlyList<string> GroupsOf(this DirectoryIndex index, string tenantId, string objectId, Func<string, string, bool>? counts = null)
    {
        var groups = index.Groups.In(tenantId).ToList();
        var found = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        var members = new Queue<string>([objectId]);
        while (members.TryDequeue(out var member))
        {
            foreach (var group in groups.Where(group =>
                group.Members.Contains(member, StringComparer.OrdinalIgnoreCase) && counts?.Invoke(group.Id, member) != false && found.Add(group.Id)))
            {
                members.Enqueue(group.Id);
            }
        }

        return [.. found];
    }

    public static bool HoldsRole(this DirectoryIndex index, string tenantId, string principalId, IReadOnlyList<string> roles) =>
        roles.Any(role => index.RoleMembers.Find($"{tenantId}/{role}/{principalId}") is not null);

    /// <summary>The template ids of the directory roles that somebody holds directly.</summary>
    public static IEnumerable<string> RolesOf(this DirectoryIndex index, string tenantId, string principalId) => index.RoleMembers.In(tenantId)
        .Where(member => member.PrincipalId.Equals(principalId, StringComparison.OrdinalIgnoreCase)).Select(member => member.RoleTemplateId);
}
