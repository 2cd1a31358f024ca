using Verditer.Storage;

namespace Verditer.Directory;

/// <summary>What refers to objects that go: memberships, ownerships, directory roles, permissions. It goes with them.</summary>
internal static class DirectoryReferences
{
    public static void Remove(DirectoryIndex index, WriteBatch batch, string tenantId, IReadOnlyList<string> ids)
    {
        foreach (var group in index.Groups.In(tenantId).Where(group => !Has(ids, group.Id) && (Touches(group.Members, ids) || Touches(group.Owners, ids))).ToList())
        {
            index.Groups.TryChange(batch, DirectoryIndex.Key(tenantId, group.Id), old => old with { Members = Without(old.Members, ids), Owners = Without(old.Owners, ids) });
        }

        foreach (var app in index.Applications.In(tenantId).Where(app => !Has(ids, app.Id) && Touches(app.Owners, ids)).ToList())
        {
            index.Applications.TryChange(batch, DirectoryIndex.Key(tenantId, app.Id), old => old with { Owners = Without(old.Owners, ids) });
        }

        foreach (var principal in index.ServicePrincipals.In(tenantId).Where(principal => !Has(ids, principal.Id) && Touches(principal.Owners, ids)).ToList())
        {
            index.ServicePrincipals.TryChange(batch, DirectoryIndex.Key(tenantId, principal.Id), old => old with { Owners = Without(old.Owners, ids) });
        }

        foreach (var held in index.RoleMembers.In(tenantId).Where(held => Has(ids, held.PrincipalId)).ToList())
        {
            index.RoleMembers.Delete(batch, DirectoryRoles.Key(held));
        }

        foreach (var assigned in index.AppRoleAssignments.In(tenantId).Where(each => Has(ids, each.PrincipalId) || Has(ids, each.ResourceId)).ToList())
        {
            index.AppRoleAssignments.Delete(batch, DirectoryIndex.Key(tenantId, assigned.Id));
        }

        foreach (var grant in index.PermissionGrants.In(tenantId)
            .Where(each => Has(ids, each.ClientId) || Has(ids, each.ResourceId) || Has(ids, each.PrincipalId)).ToList())
        {
            index.PermissionGrants.Delete(batch, DirectoryIndex.Key(tenantId, grant.Id));
        }
    }

    public static IReadOnlyList<string> Without(IReadOnlyList<string> list, params IReadOnlyList<string> ids) => [.. list.Where(each => !Has(ids, each))];

    public static bool Has(IReadOnlyList<string> ids, string? id) => ids.Contains(id, StringComparer.OrdinalIgnoreCase);

    private static bool Touches(IReadOnlyList<string> list, IReadOnlyList<string> ids) => list.Any(each => Has(ids, each));
}
