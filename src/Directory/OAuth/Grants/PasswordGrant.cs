namespace Verditer.Directory;

/// <summary>A client that asks its user for name and password itself (ROPC).</summary>
/// <remarks>Source: https://learn.microsoft.com/entra/identity-platform/v2-oauth-ropc</remarks>
internal sealed class PasswordGrant(ClientAuthenticator clients, UserPasswords passwords, UserTokens tokens, TimeProvider time) : IGrant
{
    public string GrantType => "password";

    public async ValueTask<TokenAnswer> AnswerAsync(TokenRequest request, CancellationToken cancellationToken)
    {
        if (request.Parameters.Text("username") is not { } userName)
        {
            return SignInErrors.MissingParameter("username");
        }

        if (request.Parameters.Text("password") is not { } password)
        {
            return SignInErrors.MissingParameter("password");
        }

        if (!request.ByResource && request.Parameters.Scope is null)
        {
            return SignInErrors.MissingParameter("scope");
        }

        if ((passwords.FindTenant(request.NamedTenant, userName) ?? request.OnlyTenant) is not { } tenant)
        {
            return SignInErrors.NoTenantOfUser();
        }

        if (request.ReadAccess(out var invalid) is not { } access)
        {
            return invalid!;
        }

        var (client, refused) = await clients.IdentifyAsync(tenant, request, app => app.IsPublicClient(), cancellationToken);
        if (client is null)
        {
            return refused!;
        }

        var (user, wrong) = passwords.Verify(tenant, userName, password, mayHaveToChange: false, request.Attempt);
        return user is null
            ? wrong!
            : tokens.Issue(request.SessionOf(tenant, user, client, time.GetUtcNow()), access, request.ByResource, request.Origin);
    }
}
