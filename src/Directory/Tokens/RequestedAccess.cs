using Verditer.Core;

namespace Verditer.Directory;

/// <summary>What a client asks for on behalf of a user: an API, the scopes there, and OpenID Connect's own scopes.</summary>
/// <param name="Resource">As the client spelled it.</param>
/// <param name="Scopes">Names without the resource; <c>.default</c> is one of them.</param>
internal sealed record RequestedAccess(string Resource, IReadOnlyList<string> Scopes, IReadOnlyList<string> OpenId)
{
    public const string Default = ".default";

    private const string Graph = "https://graph.microsoft.com";
    private static readonly string[] OpenIdScopes = ["openid", "profile", "email", "offline_access"];

    public bool WantsIdToken => OpenId.Contains("openid");

    /// <summary>v1 gives a refresh token always, v2 where it is asked for.</summary>
    public bool WantsRefreshToken => OpenId.Contains("offline_access");

    /// <summary>v1: one resource with all that was consented to.</summary>
    public static RequestedAccess OfResource(string? resource) => new(resource ?? Graph, [Default], ["openid", "profile", "offline_access"]);

    /// <summary>v2: a list of scopes of one resource. A bare name is one of Graph's.</summary>
    public static RequestedAccess? OfScopes(string scope, out OAuthError? refusal)
    {
        var all = scope.Split(' ', StringSplitOptions.RemoveEmptyEntries).Distinct(StringComparer.OrdinalIgnoreCase).ToList();
        var asked = all.Where(one => !OpenIdScopes.Contains(one, StringComparer.OrdinalIgnoreCase)).Select(Split).ToList();
        var resources = asked.Select(one => one.Resource).Distinct(StringComparer.OrdinalIgnoreCase).ToList();
        if (resources.Count > 1)
        {
            refusal = SignInErrors.SeveralResources(scope);
            return null;
        }

        refusal = null;
        return new(
            resources.Count == 0 ? Graph : resources[0],
            [.. asked.Select(one => one.Name)],
            [.. all.Where(one => OpenIdScopes.Contains(one, StringComparer.OrdinalIgnoreCase)).Select(one => one.ToLowerInvariant())]);
    }

    private static (string Resource, string Name) Split(string scope) =>
        scope.LastIndexOf('/') is var slash and >= 0 ? (scope[..slash], scope[(slash + 1)..]) : (Graph, scope);
}
