using System.Text.Json.Nodes;

namespace Verditer.Directory;

/// <summary>What a service principal shows of its application: the permissions that it offers, and where it sends sign-ins.</summary>
internal static class ServicePrincipalPermissions
{
    public static JsonObject Add(DirectoryIndex index, ServicePrincipalRecord principal, JsonObject shown)
    {
        if (principal.AppId == ProtectedResource.Graph.AppId)
        {
            shown["appRoles"] = new JsonArray([.. MicrosoftGraphPermissions.AppRoles.Select(AppRole)]);
            shown["oauth2PermissionScopes"] = new JsonArray([.. MicrosoftGraphPermissions.Scopes.Select(Scope)]);
        }
        else if (index.ApplicationsByAppId.Find(DirectoryIndex.Key(principal.TenantId, principal.AppId))?.Extra is { } app)
        {
            Copy(app["appRoles"], shown, "appRoles");
            Copy((app["api"] as JsonObject)?["oauth2PermissionScopes"], shown, "oauth2PermissionScopes");
            Copy(app["signInAudience"], shown, "signInAudience");
            Copy(new JsonArray([.. ReplyUrls(app).Select(url => JsonValue.Create(url))]), shown, "replyUrls");
        }

        return shown;
    }

    private static IEnumerable<string> ReplyUrls(JsonObject app) => ((string[])["web", "spa", "publicClient"])
        .SelectMany(section => app[section] is JsonObject found ? GraphBody.Texts(found, "redirectUris") ?? [] : []);

    private static void Copy(JsonNode? value, JsonObject shown, string name)
    {
        if (value is not null)
        {
            shown[name] = value.DeepClone();
        }
    }

    private static JsonObject AppRole(OfferedPermission permission) => new()
    {
        ["allowedMemberTypes"] = new JsonArray("Application"),
        ["description"] = permission.DisplayName,
        ["displayName"] = permission.DisplayName,
        ["id"] = permission.Id,
        ["isEnabled"] = true,
        ["origin"] = "Application",
        ["value"] = permission.Value,
    };

    private static JsonObject Scope(OfferedPermission permission) => new()
    {
        ["adminConsentDescription"] = permission.DisplayName,
        ["adminConsentDisplayName"] = permission.DisplayName,
        ["id"] = permission.Id,
        ["isEnabled"] = true,
        ["type"] = "User",
        ["userConsentDescription"] = permission.DisplayName,
        ["userConsentDisplayName"] = permission.DisplayName,
        ["value"] = permission.Value,
    };
}
