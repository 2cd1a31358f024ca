using System.Collections.Frozen;
using System.Text.Json.Nodes;

namespace Verditer.Directory;

/// <summary>What objects refer to: owners, members, groups, permissions. A table of relations, each for the kinds of object that have it.</summary>
internal sealed class GraphRelations(DirectoryIndex index)
{
    private static readonly FrozenDictionary<string, Func<DirectoryIndex, IDirectoryObject, IEnumerable<JsonObject>?>> Table =
        new Dictionary<string, Func<DirectoryIndex, IDirectoryObject, IEnumerable<JsonObject>?>>
        {
            ["owners"] = (index, item) => item is UserRecord ? null : ShowAll(index, item, item.Owners),
            ["members"] = (index, item) => item is GroupRecord group ? ShowAll(index, item, group.Members) : null,
            ["transitiveMembers"] = (index, item) => item is GroupRecord group ? ShowAll(index, item, Memberships.MembersOf(index, group)) : null,
            ["memberOf"] = (index, item) => IsMember(item) ? [.. ShowAll(index, item, Memberships.DirectGroupsOf(index, item)), .. RolesOf(index, item)] : null,
            ["transitiveMemberOf"] = (index, item) => IsMember(item) ? [.. ShowAll(index, item, index.GroupsOf(item.TenantId, item.Id)), .. RolesOf(index, item)] : null,
            ["ownedObjects"] = (index, item) => item is UserRecord or ServicePrincipalRecord ? Memberships.OwnedBy(index, item).Select(owned => Show(index, owned)) : null,
            ["federatedIdentityCredentials"] = (_, item) => item is ApplicationRecord app ? app.FederatedCredentials.Select(FederatedCredentials.Show) : null,
            ["appRoleAssignments"] = (index, item) => item is ApplicationRecord ? null : AppRoleAssignments.Where(index, item, each => each.PrincipalId),
            ["appRoleAssignedTo"] = (index, item) => item is ServicePrincipalRecord ? AppRoleAssignments.Where(index, item, each => each.ResourceId) : null,
            ["oauth2PermissionGrants"] = (index, item) => item is ServicePrincipalRecord or UserRecord ? PermissionGrants.Of(index, item) : null,
        }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    public static IReadOnlyList<string> Names => Table.Keys;

    /// <summary>The related objects; null when there is no such object, or its kind has no such relation.</summary>
    public IEnumerable<JsonObject>? Of(string tenantId, string id, string relation) =>
        GraphObjects.Find(index, tenantId, id) is { } item ? Of(item, relation) : null;

    public IEnumerable<JsonObject>? Of(IDirectoryObject item, string relation) => Table[relation](index, item);

    private static bool IsMember(IDirectoryObject item) => item is not ApplicationRecord;

    private static IEnumerable<JsonObject> ShowAll(DirectoryIndex index, IDirectoryObject item, IEnumerable<string> ids) =>
        ids.Select(id => GraphObjects.ShowAny(index, item.TenantId, id)).OfType<JsonObject>();

    private static JsonObject Show(DirectoryIndex index, IDirectoryObject item) => GraphObjects.Show(item, index.Tenants.Find(item.TenantId)!);

    private static IEnumerable<JsonObject> RolesOf(DirectoryIndex index, IDirectoryObject item) => index.RoleMembers.In(item.TenantId)
        .Where(held => held.PrincipalId.Equals(item.Id, StringComparison.OrdinalIgnoreCase))
        .Select(held => DirectoryRoles.Find(held.RoleTemplateId)).OfType<DirectoryRole>().Select(role => RoleObjects.Show(item.TenantId, role));
}
