using System.Text.Json.Nodes;

namespace Verditer.Core;

/// <summary>
/// OIDC issuers inside this Verditer (clusters, tenants), whose keys need no network. Every registered one is asked before an issuer is fetched over
/// HTTPS.
/// </summary>
public interface IFederatedIssuer
{
    /// <summary>The issuer's public keys as a JWKS (RFC 7517); null when the issuer is not one of these.</summary>
    /// <param name="issuer">The <c>iss</c> that a federated credential names, compared exactly.</param>
    ValueTask<JsonObject?> FindKeysAsync(string issuer, CancellationToken cancellationToken = default);
}
