using Microsoft.AspNetCore.Http;

namespace Verditer.Kubernetes;

/// <summary>Who is asking: by client certificate, by static token, or by service-account token.</summary>
internal sealed class Authenticator(ClusterCredentials credentials, ServiceAccountTokens tokens, TimeProvider clock)
{
    private const string Bearer = "Bearer ";

    private readonly ClientCertificates _certificates = new(credentials.Authority, clock);

    /// <summary>Null when nobody is known by what was sent, or nothing was sent.</summary>
    public UserInfo? Authenticate(HttpContext http)
    {
        if (http.Connection.ClientCertificate is { } certificate && _certificates.Authenticate(certificate) is { } known)
        {
            return known;
        }

        var header = http.Request.Headers.Authorization.ToString();
        return header.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase) ? ByToken(header[Bearer.Length..].Trim(), tokens.ApiAudiences)?.User : null;
    }

    /// <summary>Whose token it is, and for which of the audiences: static tokens are for this API alone.</summary>
    public TokenHolder? ByToken(string token, IReadOnlyList<string> audiences)
    {
        if (token.Length == 0)
        {
            return null;
        }

        return credentials.StaticTokens.TryGetValue(ClusterCredentials.Hash(token), out var known)
            ? TokenHolder.Of(known, tokens.ApiAudiences, audiences)
            : tokens.Authenticate(token, audiences);
    }
}
