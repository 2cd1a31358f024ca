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
        return header.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase) ? ByToken(header[Bearer.Length..].Trim(), tokens.ApiAudiences) : null;
    }

    /// <summary>Whose token it is.</summary>
    public UserInfo? ByToken(string token, IReadOnlyList<string> audiences) =>
        token.Length == 0 ? null : credentials.StaticTokens.GetValueOrDefault(ClusterCredentials.Hash(token)) ?? tokens.Authenticate(token, audiences);
}
