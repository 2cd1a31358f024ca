using System.Text.Json.Nodes;

namespace Verditer.Directory;

/// <summary>Where an application may have sign-ins sent to.</summary>
/// <remarks>Source: https://learn.microsoft.com/entra/identity-platform/reply-url</remarks>
internal static class RedirectUriRules
{
    private const int MostUris = 256;
    private const int MostCharacters = 256;

    private static readonly string[] Sections = ["web", "spa", "publicClient"];

    public static GraphError? Refuse(JsonObject properties)
    {
        foreach (var section in Sections)
        {
            var uris = properties[section] is JsonObject found ? GraphBody.Texts(found, "redirectUris") ?? [] : [];
            if (uris.Count > MostUris || !uris.All(uri => IsValid(uri, section)) || uris.Distinct(StringComparer.Ordinal).Count() < uris.Count)
            {
                return GraphError.Invalid("redirectUris", "Application");
            }
        }

        return null;
    }

    /// <summary>Web pages need TLS except on the machine itself; installed clients may have schemes of their own.</summary>
    private static bool IsValid(string text, string section) =>
        text.Length <= MostCharacters && Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Fragment.Length == 0
        && (section == "publicClient" || uri.Scheme == Uri.UriSchemeHttps || (uri.Scheme == Uri.UriSchemeHttp && uri.IsLoopback));
}
