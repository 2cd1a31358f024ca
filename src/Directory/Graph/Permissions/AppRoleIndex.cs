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
    public static IReadOnlyList<string> AppRolesOf(this DirectoryIndex index, string tenantId, string principalId, string resourceAppId)
    {
        if (index.ServicePrincipalsByAppId.Find(DirectoryIndex.Key(tenantId, resourceAppId)) is not { } resource)
        {
            return [];
        }

        var offered = index.AppRolesOfferedBy(resource);
        return [.. index.AppRoleAssignments.In(tenantId)
            .Where(each => each.ResourceId.Equals(resource.Id, StringComparison.OrdinalIgnoreCase) && each.PrincipalId.Equals(principalId, StringComparison.OrdinalIgnoreCase))
            .Select(each => offered.FirstOrDefault(role => role.Id.Equals(each.AppRoleId, StringComparison.OrdinalIgnoreCase)))
            .Where(role => role is { IsEnabled: true, Value: not null })
            .Select(role => role!.Value!)];
    }

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
