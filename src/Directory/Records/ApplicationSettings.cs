using System.Text.Json.Nodes;
using Verditer.Core;

namespace Verditer.Directory;

/// <summary>What an application says of itself in the parts of the Graph object that are kept as they were written.</summary>
/// <remarks>Source: https://learn.microsoft.com/graph/api/resources/application</remarks>
internal static class ApplicationSettings
{
    /// <summary>Redirect URIs of clients that can keep no secret: desktop programs and pages in a browser.</summary>
    public static IEnumerable<string> PublicRedirectUris(this ApplicationRecord app) => app.Texts("publicClient", "redirectUris").Concat(app.PageRedirectUris());

    /// <summary>Redirect URIs of pages in a browser (<c>spa</c>): nothing but PKCE protects their codes.</summary>
    public static IEnumerable<string> PageRedirectUris(this ApplicationRecord app) => app.Texts("spa", "redirectUris");

    public static IEnumerable<string> WebRedirectUris(this ApplicationRecord app) => app.Texts("web", "redirectUris");

    /// <summary>True when it may use the grants without redirect URI (device code, password) without a secret.</summary>
    public static bool IsPublicClient(this ApplicationRecord app) => app.Extra.Flag("isFallbackPublicClient") == true;

    public static bool MayIssueIdTokens(this ApplicationRecord app) => app.Extra.Flag("web", "implicitGrantSettings", "enableIdTokenIssuance") == true;

    /// <summary>The names of the scopes that it offers to clients.</summary>
    public static IEnumerable<string> Scopes(this ApplicationRecord app) => app.Objects("api", "oauth2PermissionScopes")
        .Where(scope => scope.Flag("isEnabled") != false).Select(scope => scope.Text("value")).OfType<string>();

    /// <summary>Those of them that only an administrator may consent to.</summary>
    public static IEnumerable<string> AdminScopes(this ApplicationRecord app) => app.Objects("api", "oauth2PermissionScopes")
        .Where(scope => "Admin".Equals(scope.Text("type"), StringComparison.OrdinalIgnoreCase)).Select(scope => scope.Text("value")).OfType<string>();

    /// <summary>The clients that need no consent for it.</summary>
    public static IEnumerable<string> PreAuthorizedClients(this ApplicationRecord app) =>
        app.Objects("api", "preAuthorizedApplications").Select(one => one.Text("appId")).OfType<string>();

    /// <summary>The ids of the scopes of an API that it says it needs to act for users.</summary>
    public static IEnumerable<string> RequiredScopes(this ApplicationRecord app, string resourceAppId) => app.Objects("requiredResourceAccess")
        .Where(api => resourceAppId.Equals(api.Text("resourceAppId"), StringComparison.OrdinalIgnoreCase))
        .SelectMany(api => api["resourceAccess"] as JsonArray ?? []).Where(access => access.Text("type") == "Scope").Select(access => access.Text("id")).OfType<string>();

    private static IEnumerable<string> Texts(this ApplicationRecord app, params ReadOnlySpan<string> path) =>
        (app.Extra.At(path) as JsonArray ?? []).Select(one => one.Text()).OfType<string>();

    private static IEnumerable<JsonObject> Objects(this ApplicationRecord app, params ReadOnlySpan<string> path) =>
        (app.Extra.At(path) as JsonArray ?? []).OfType<JsonObject>();
}
