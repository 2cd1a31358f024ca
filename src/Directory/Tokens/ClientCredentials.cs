using Verditer.Core;

namespace Verditer.Directory;

/// <summary>A request for a token by client id and secret.</summary>
/// <param name="Resource">The API: <c>resource</c>, or <c>scope</c> without <c>/.default</c>.</param>
internal sealed record ClientCredentialsRequest(
    TenantRecord Tenant, string ClientId, string Secret, string Resource, string? Origin, IReadOnlyList<string> Capabilities);

/// <summary>The client-credentials grant: find the client, compare its secret, find the resource, sign, and note what became of it.</summary>
/// <remarks>Source: https://learn.microsoft.com/entra/identity-platform/v2-oauth2-client-creds-grant-flow</remarks>
internal sealed class ClientCredentials(
    DirectoryIndex index, SecretVerifier secrets, ResourceResolver resources, TokenMint mint, SignInLog signIns, TimeProvider time)
{
    private const string Secret = "clientSecret";

    public OAuthResult Issue(ClientCredentialsRequest request)
    {
        var principal = index.ServicePrincipalsByAppId.Find(DirectoryIndex.Key(request.Tenant.Id, request.ClientId));
        return FindRefusal(request, principal) is { } error
            ? Note(new(null, error), request.Tenant.Id, request.ClientId, principal, request.Resource, Secret)
            : IssueTo(new(principal!, "1", request.Capabilities), request.Tenant, request.Resource, request.Origin, Secret);
    }

    /// <summary>A token for a principal that has proved itself already.</summary>
    public OAuthResult IssueTo(TokenSubject subject, TenantRecord tenant, string resource, string? origin, string credentialType)
    {
        var result = resources.Resolve(tenant.Id, resource, origin) is { } resolved
            ? new OAuthResult(mint.Issue(subject, resolved), null)
            : new OAuthResult(null, SignInErrors.UnknownResource(resource, tenant));
        return Note(result, tenant.Id, subject.Principal.AppId, subject.Principal, resource, credentialType);
    }

    public OAuthResult Note(
        OAuthResult result, string? tenantId, string? clientId, ServicePrincipalRecord? principal, string? resource, string credentialType)
    {
        signIns.Add(new(
            Guid.NewGuid().ToString(), time.GetUtcNow(), tenantId, clientId, principal?.Id, resource,
            result.Error?.Number ?? 0, result.Error?.Text, credentialType));
        return result;
    }

    private OAuthError? FindRefusal(ClientCredentialsRequest request, ServicePrincipalRecord? principal)
    {
        if (principal is null)
        {
            return SignInErrors.UnknownApplication(request.ClientId, request.Tenant);
        }

        var app = index.ApplicationsByAppId.Find(DirectoryIndex.Key(request.Tenant.Id, principal.AppId));
        return secrets.Verify([.. app?.Passwords ?? [], .. principal.Passwords], request.Secret, time.GetUtcNow()) switch
        {
            SecretVerdict.Wrong => SignInErrors.WrongSecret(request.ClientId),
            SecretVerdict.NotYetValid => SignInErrors.FutureSecret(request.ClientId, time.GetUtcNow()),
            SecretVerdict.Expired => SignInErrors.ExpiredSecret(request.ClientId),
            _ when !principal.Enabled => SignInErrors.DisabledApplication(principal),
            _ => null,
        };
    }
}
