namespace Verditer.Directory;

/// <summary>Where a client's sign-ins may end: exactly the registered addresses. On the loopback the port does not count.</summary>
/// <remarks>Source: https://learn.microsoft.com/entra/identity-platform/reply-url, RFC 8252 section 7.3</remarks>
internal static class RedirectUris
{
    private static readonly string[] Forbidden = ["javascript", "data", "vbscript", "file", "blob", "about"];

    public static bool IsRegistered(IEnumerable<string> registered, string asked) => Uri.TryCreate(asked, UriKind.Absolute, out var uri)
        && !Forbidden.Contains(uri.Scheme, StringComparer.OrdinalIgnoreCase)
        && uri.Fragment.Length == 0
        && !asked.Any(char.IsControl)
        && registered.Any(one => one == asked || IsSameLoopback(one, uri));

    /// <summary>Microsoft's own clients: any port of the loopback, and their two fixed addresses.</summary>
    public static bool IsFirstPartys(string asked) => IsRegistered(["http://localhost", "http://127.0.0.1", .. FirstPartyClient.RedirectUris], asked);

    private static bool IsSameLoopback(string registered, Uri asked) => asked.Scheme == Uri.UriSchemeHttp && asked.IsLoopback && asked.UserInfo.Length == 0
        && Uri.TryCreate(registered, UriKind.Absolute, out var known) && known.Scheme == asked.Scheme && known.Host == asked.Host
        && known.PathAndQuery == asked.PathAndQuery;
}
