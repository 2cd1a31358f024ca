using Verditer.Core;

namespace Verditer.Directory;

/// <summary>Application permissions: which app roles an API offers, and which of them somebody has.</summary>
internal static class AppRoleIndex
{
    /// <summary>
    /// The values of the app roles that a principal has on an API, such as <c>Application.ReadWrite.All</c>: what belongs into the <c>roles</c> claim
    /// of its tokens for that API.
    /// </summary>
    /// <param name="resourceAppId">The API's client id.</param>
    public static IReadOnlyList<string> AppRolesOf(this DirectoryIndex index, string tenantId, string principalId, string resourceAppId) =>
        index.ServicePrincipalsByAppId.Find(DirectoryIndex.Key(tenantId, resourceAppId)) is { } resource ? index.AppRolesOf(resource, principalId) : [];

    /// <summary>The same for several principals together, such as a user and the groups that he is in.</summary>
    public static IReadOnlyList<string> AppRolesOf(this DirectoryIndex index, ServicePrincipalRecord resource, params IReadOnlyList<string> principalIds)
    {
        var given = index.AppRoleAssignments.In(resource.TenantId)
            .Where(each => each.ResourceId.Equals(resource.Id, StringComparison.OrdinalIgnoreCase) && DirectoryReferences.Has(principalIds, each.PrincipalId)).ToList();
        if (given.Count == 0)
        {
            return [];
        }

        var offered = index.AppRolesOfferedBy(resource);
        return [.. given
            .Select(each => offered.FirstOrDefault(role => role.Id.Equals(each.AppRoleId, StringComparison.OrdinalIgnoreCase)))
            .Where(role => role is { IsEnabled: true, Value: not null })
            .Select(role => role!.Value!)
            .Distinct(StringComparer.Ordinal)];
    }

    /// <summary>To whom app roles may have been given that a user has: himself, and the groups that he is a direct member of.</summary>
    public static IReadOnlyList<string> AssigneesOf(this DirectoryIndex index, UserRecord user) =>
        [user.Id, .. index.Groups.In(user.TenantId).Where(group => DirectoryReferences.Has(group.Members, user.Id)).Select(group => group.Id)];

    /// <summary>What an API offers: Graph's own table, otherwise what its application says.</summary>
    public static IReadOnlyList<OfferedPermission> AppRolesOfferedBy(this DirectoryIndex index, ServicePrincipalRecord resource)
    {
        if (resource.AppId == ProtectedResource.Graph.AppId)
        {
            return MicrosoftGraphPermissions.AppRoles;
        }

        var roles = index.ApplicationsByAppId.Find(DirectoryIndex.Key(resource.TenantId, resource.AppId))?.Extra?["appRoles"];
        return roles is System.Text.Json.Nodes.JsonArray list
            ? [.. list.Select(role => new OfferedPermission(role.Text("id") ?? "", role.Text("value"), role.Text("displayName") ?? "") { IsEnabled = role.Flag("isEnabled") ?? true })]
            : [];
    }
}

/// <summary>An app role or a delegated permission that an API offers.</summary>
/// <param name="Id">GUID.</param>
/// <param name="Value">As it stands in tokens.</param>
internal sealed record OfferedPermission(string Id, string? Value, string DisplayName)
{
    public bool IsEnabled { get; init; } = true;
}
