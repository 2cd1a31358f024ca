using Verditer.Core;

namespace Verditer.Directory;

/// <summary>A client redeems the code that the browser brought it.</summary>
/// <remarks>Source: https://learn.microsoft.com/entra/identity-platform/v2-oauth2-auth-code-flow#redeem-a-code-for-an-access-token</remarks>
internal sealed class AuthorizationCodeGrant(DirectoryIndex index, ClientAuthenticator clients, AuthorizationCodes codes, UserTokens tokens) : IGrant
{
    public string GrantType => "authorization_code";

    public async ValueTask<TokenAnswer> AnswerAsync(TokenRequest request, CancellationToken cancellationToken)
    {
        if (request.Parameters.Text("code") is not { } text)
        {
            return SignInErrors.MissingParameter("code");
        }

        if (codes.Find(text, out var ended) is not { } code)
        {
            return SignInErrors.MalformedGrant();
        }

        if ((ended ? SignInErrors.CodeEnded() : FindMismatch(request, code)) is { } refusal)
        {
            return refusal;
        }

        var (client, refused) = await clients.IdentifyAsync(code.Tenant, request, _ => code.Request.IsPublicRedirect, cancellationToken);
        if (client is null)
        {
            return refused!;
        }

        if (!code.TryRedeem())
        {
            return SignInErrors.CodeRedeemed();
        }

        var user = index.Users.Find(DirectoryIndex.Key(code.Tenant.Id, code.User.Id));
        if (UserSessions.FindRefusal(code.Tenant, user, code.Authenticated, code.User.Password?.KeyId) is { } over)
        {
            return over;
        }

        var session = request.SessionOf(code.Tenant, user!, client, code.Authenticated) with { Nonce = code.Request.Nonce };
        return ReadAccess(request, code, out var invalid) is { } access ? tokens.Issue(session, access, request.ByResource, request.Origin) : invalid!;
    }

    private static OAuthError? FindMismatch(TokenRequest request, AuthorizationCode code)
    {
        var (redirect, verifier) = (request.Parameters.Text("redirect_uri"), request.Parameters.Text("code_verifier"));
        return request.NamedTenant is { } named && named.Id != code.Tenant.Id ? SignInErrors.CodeOfAnotherTenant()
            : !request.ClientId.Equals(code.Request.ClientId, StringComparison.OrdinalIgnoreCase) ? SignInErrors.GrantOfAnotherClient()
            : redirect is null ? SignInErrors.NoReplyAddressForCode()
            : redirect != code.Request.RedirectUri ? SignInErrors.OtherReplyAddress(redirect, code.Request.RedirectUri)
            : verifier is null != code.Request.Challenge is null || code.Request.Challenge?.IsMetBy(verifier!) == false ? SignInErrors.WrongVerifier()
            : null;
    }

    /// <summary>What is asked for now, or what was asked for when the sign-in began.</summary>
    private static RequestedAccess? ReadAccess(TokenRequest request, AuthorizationCode code, out OAuthError? refusal)
    {
        refusal = null;
        return (request.ByResource ? request.Parameters.Resource : request.Parameters.Scope) is null ? code.Request.Access : request.ReadAccess(out refusal);
    }
}
