using System.Text.Json.Nodes;

namespace Verditer.Directory;

/// <summary>Delegated permission grants as Graph shows them.</summary>
internal static class PermissionGrants
{
    /// <summary>A client's grants, or those that a user gave.</summary>
    public static IEnumerable<JsonObject> Of(DirectoryIndex index, IDirectoryObject item) => index.PermissionGrants.In(item.TenantId)
        .Where(grant => (item is UserRecord ? grant.PrincipalId : grant.ClientId) is { } id && id.Equals(item.Id, StringComparison.OrdinalIgnoreCase)).Select(Show);

    public static JsonObject Show(PermissionGrantRecord grant) => new()
    {
        ["id"] = grant.Id,
        ["clientId"] = grant.ClientId,
        ["consentType"] = grant.ConsentType,
        ["principalId"] = grant.PrincipalId,
        ["resourceId"] = grant.ResourceId,
        ["scope"] = grant.Scope,
    };
}
