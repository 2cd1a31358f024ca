using Verditer.Core;

namespace Verditer.Directory;

/// <summary>A client acts for itself.</summary>
/// <remarks>Source: https://learn.microsoft.com/entra/identity-platform/v2-oauth2-client-creds-grant-flow</remarks>
internal sealed class ClientCredentialsGrant(ClientAuthenticator clients, AppTokens tokens) : IGrant
{
    private const string DefaultScope = "/.default";

    public string GrantType => "client_credentials";

    public async ValueTask<TokenAnswer> AnswerAsync(TokenRequest request, CancellationToken cancellationToken)
    {
        if (FindRefusal(request) is { } refusal)
        {
            return refusal;
        }

        var (client, error) = await clients.AuthenticateAsync(
            request.Tenant!, request.ClientId, request.Parameters, request.Host, SignInErrors.NoCredential(), request.Attempt, cancellationToken);
        if (client is null)
        {
            return error!;
        }

        var subject = new TokenSubject(client.Principal!, client.ClientAuthentication, request.Capabilities);
        var (token, unknown) = tokens.Issue(subject, request.Tenant!, Resource(request), request.Origin);
        return new(token, unknown);
    }

    private static OAuthError? FindRefusal(TokenRequest request) => request.Parameters switch
    {
        _ when request.Tenant is null => SignInTenant.Refuse(request.TenantName),
        { Secret: null, HasAssertion: false } => SignInErrors.NoCredential(),
        { Resource: null } when request.ByResource => SignInErrors.MissingParameter("resource"),
        { Scope: null } when !request.ByResource => SignInErrors.MissingParameter("scope"),
        { Scope: { } scope } when !request.ByResource && !IsDefaultScope(scope) => SignInErrors.InvalidScope(scope),
        _ => null,
    };

    private static bool IsDefaultScope(string scope) => scope.Length > DefaultScope.Length && scope.EndsWith(DefaultScope, StringComparison.OrdinalIgnoreCase)
        && !scope.Contains(' ', StringComparison.Ordinal);

    private static string Resource(TokenRequest request) =>
        request.ByResource ? request.Parameters.Resource! : request.Parameters.Scope![..^DefaultScope.Length];
}
