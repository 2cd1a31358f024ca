using Verditer.Core;

namespace Verditer.Directory;

/// <summary>Tokens for what works inside this process.</summary>
internal sealed class TokenIssuer(DirectoryIndex index, ClientAuthenticator clients, AppTokens tokens, SignInLog signIns, TimeProvider time) : ITokenIssuer
{
    public ValueTask<OAuthResult> ForManagedIdentityAsync(
        ManagedIdentity identity, string resource, CancellationToken cancellationToken = default) => new(For(
            identity.TenantId, identity.ClientId, index.ServicePrincipals.Find(DirectoryIndex.Key(identity.TenantId, identity.PrincipalId)),
            resource, "managedIdentity"));

    public ValueTask<OAuthResult> ForFirstPartyAsync(
        string tenantId, string appId, string resource, CancellationToken cancellationToken = default) => new(For(
            tenantId, appId, index.ServicePrincipalsByAppId.Find(DirectoryIndex.Key(tenantId, appId)) is { FirstParty: true } found ? found : null,
            resource, "firstParty"));

    public async ValueTask<OAuthResult> ForClientSecretAsync(
        string tenantId, string clientId, string secret, string resource, CancellationToken cancellationToken = default)
    {
        if (index.FindTenant(tenantId) is not { } tenant)
        {
            return new(null, SignInErrors.UnknownTenant(tenantId));
        }

        var attempt = Attempt(tenant.Id, clientId, resource, "clientSecret", "client_credentials");
        var presented = new TokenParameters("client_credentials", clientId, secret, false, null, resource, null);
        var (client, error) = await clients.AuthenticateAsync(tenant, clientId, presented, null, SignInErrors.NoCredential(), attempt, cancellationToken);
        return Close(attempt, client is null
            ? new(null, error)
            : tokens.Issue(new(client.Principal!, client.ClientAuthentication, []), tenant, resource, null));
    }

    private OAuthResult For(string tenantId, string clientId, ServicePrincipalRecord? principal, string resource, string credentialType)
    {
        if (index.FindTenant(tenantId) is not { } tenant)
        {
            return new(null, SignInErrors.UnknownTenant(tenantId));
        }

        var attempt = Attempt(tenant.Id, clientId, resource, credentialType, null);
        attempt.PrincipalId = principal?.Id;
        return Close(attempt, principal is null
            ? new(null, SignInErrors.UnknownApplication(clientId, tenant))
            : tokens.Issue(new(principal, "2", []), tenant, resource, null));
    }

    private static SignInAttempt Attempt(string tenantId, string clientId, string resource, string credentialType, string? grant) => new()
    {
        TenantId = tenantId,
        ClientId = clientId,
        Resource = resource,
        CredentialType = credentialType,
        Grant = grant,
    };

    private OAuthResult Close(SignInAttempt attempt, OAuthResult result)
    {
        signIns.Add(attempt.Close(result.Error, time));
        return result;
    }
}
