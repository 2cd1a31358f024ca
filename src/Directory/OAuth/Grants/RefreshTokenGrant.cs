using Verditer.Core;

namespace Verditer.Directory;

/// <summary>A client carries on its user's sign-in, for the same or another API.</summary>
/// <remarks>Source: https://learn.microsoft.com/entra/identity-platform/v2-oauth2-auth-code-flow#refresh-the-access-token</remarks>
internal sealed class RefreshTokenGrant(DirectoryIndex index, ClientAuthenticator clients, RefreshTokens refreshTokens, UserTokens tokens) : IGrant
{
    public string GrantType => "refresh_token";

    public async ValueTask<TokenAnswer> AnswerAsync(TokenRequest request, CancellationToken cancellationToken)
    {
        if (request.Parameters.Text("refresh_token") is not { } text)
        {
            return SignInErrors.MissingParameter("refresh_token");
        }

        if (refreshTokens.Read(text) is not { } grant || index.FindTenant(grant.TenantId) is not { } tenant)
        {
            return SignInErrors.MalformedGrant();
        }

        if (FindMismatch(request, grant) is { } mismatch)
        {
            return mismatch;
        }

        if (request.ReadAccess(out var invalid) is not { } access)
        {
            return invalid!;
        }

        var (client, refused) = await clients.IdentifyAsync(tenant, request, _ => grant.IsPublic, cancellationToken);
        if (client is null)
        {
            return refused!;
        }

        var user = refreshTokens.FindUser(grant);
        (request.Attempt.TenantId, request.Attempt.UserId, request.Attempt.UserPrincipalName) = (tenant.Id, grant.UserId, user?.UserPrincipalName);
        return refreshTokens.FindRefusal(grant, tenant, user) is { } refusal
            ? refusal
            : tokens.Issue(request.SessionOf(tenant, user!, client, grant.Authenticated), AlwaysNew(access), request.ByResource, request.Origin);
    }

    private static OAuthError? FindMismatch(TokenRequest request, UserGrant grant) =>
        request.NamedTenant is { } named && named.Id != grant.TenantId ? SignInErrors.GrantOfAnotherTenant()
        : !IsFor(request.ClientId, grant.ClientId!) ? SignInErrors.GrantOfAnotherClient()
        : null;

    /// <summary>The clients of Microsoft's family take each other's.</summary>
    private static bool IsFor(string clientId, string owner) => clientId.Equals(owner, StringComparison.OrdinalIgnoreCase)
        || (FirstPartyClient.Find(clientId) is { IsFamily: true } && FirstPartyClient.Find(owner) is { IsFamily: true });

    private static RequestedAccess AlwaysNew(RequestedAccess access) =>
        access.WantsRefreshToken ? access : access with { OpenId = [.. access.OpenId, "offline_access"] };
}
