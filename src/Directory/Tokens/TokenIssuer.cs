using Verditer.Core;

namespace Verditer.Directory;

/// <summary>Tokens for what works inside this process.</summary>
internal sealed class TokenIssuer(DirectoryIndex index, ClientCredentials credentials) : ITokenIssuer
{
    public ValueTask<OAuthResult> ForManagedIdentityAsync(
        ManagedIdentity identity, string resource, CancellationToken cancellationToken = default) => new(For(
            identity.TenantId, identity.ClientId, index.ServicePrincipals.Find(DirectoryIndex.Key(identity.TenantId, identity.PrincipalId)),
            resource, "managedIdentity"));

    public ValueTask<OAuthResult> ForFirstPartyAsync(
        string tenantId, string appId, string resource, CancellationToken cancellationToken = default) => new(For(
            tenantId, appId, index.ServicePrincipalsByAppId.Find(DirectoryIndex.Key(tenantId, appId)) is { FirstParty: true } found ? found : null,
            resource, "firstParty"));

    public ValueTask<OAuthResult> ForClientSecretAsync(
        string tenantId, string clientId, string secret, string resource, CancellationToken cancellationToken = default) => new(
            index.FindTenant(tenantId) is { } tenant
                ? credentials.Issue(new(tenant, clientId, secret, resource, null, []))
                : new OAuthResult(null, SignInErrors.UnknownTenant(tenantId)));

    private OAuthResult For(string tenantId, string clientId, ServicePrincipalRecord? principal, string resource, string credentialType)
    {
        if (index.FindTenant(tenantId) is not { } tenant)
        {
            return new(null, SignInErrors.UnknownTenant(tenantId));
        }

        return principal is null
            ? credentials.Note(new(null, SignInErrors.UnknownApplication(clientId, tenant)), tenantId, clientId, null, resource, credentialType)
            : credentials.IssueTo(new(principal, "2", []), tenant, resource, null, credentialType);
    }
}
