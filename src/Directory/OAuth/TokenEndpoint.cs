using Microsoft.AspNetCore.Http;
using Verditer.Core;

namespace Verditer.Directory;

/// <summary>The token endpoints: v1 takes <c>resource</c>, v2 takes <c>scope</c>, the ADFS-shaped one takes either.</summary>
internal sealed class TokenEndpoint(DirectoryIndex index, ClientCredentials credentials, TimeProvider time)
{
    private const string DefaultScope = "/.default";

    public Task V1Async(HttpContext context) => AnswerAsync(context, v1: true);

    public Task V2Async(HttpContext context) => AnswerAsync(context, v1: false);

    private async Task AnswerAsync(HttpContext context, bool v1)
    {
        var tenantName = (string)context.Request.RouteValues["tenant"]!;
        var parameters = await TokenParameters.ReadAsync(context.Request);
        var byResource = v1 && (parameters.Resource is not null || !tenantName.Equals(SignInTenant.Adfs, StringComparison.OrdinalIgnoreCase));
        var result = Answer(tenantName, parameters, byResource, SignInAddress.Origin(context.Request));
        await (result.Error is { } error
            ? OAuthResponse.WriteErrorAsync(context, error, time.GetUtcNow())
            : OAuthResponse.WriteTokenAsync(context, result.Token!, byResource, time.GetUtcNow()));
    }

    private OAuthResult Answer(string tenantName, TokenParameters parameters, bool byResource, string? origin)
    {
        var tenant = SignInTenant.Find(index, tenantName, parameters.ClientId ?? "");
        var capabilities = parameters.ReadCapabilities();
        var refusal = FindRefusal(tenant, tenantName, parameters, byResource) ?? (capabilities is null ? SignInErrors.InvalidClaims() : null);
        return refusal is null
            ? credentials.Issue(new(tenant!, parameters.ClientId!, parameters.Secret!, Resource(parameters, byResource), origin, capabilities!))
            : credentials.Note(
                new(null, refusal), tenant?.Id, parameters.ClientId, null, byResource ? parameters.Resource : parameters.Scope, "clientSecret");
    }

    private static OAuthError? FindRefusal(TenantRecord? tenant, string tenantName, TokenParameters parameters, bool byResource) => parameters switch
    {
        _ when tenant is null => SignInTenant.Refuse(tenantName),
        { GrantType: null } => SignInErrors.MissingParameter("grant_type"),
        { GrantType: not "client_credentials" } => SignInErrors.UnsupportedGrant(parameters.GrantType),
        { ClientId: null } => SignInErrors.MissingParameter("client_id"),
        { Secret: null, HasAssertion: true } => SignInErrors.NoFederatedCredentials(parameters.ClientId),
        { Secret: null } => SignInErrors.NoCredential(),
        { Resource: null } when byResource => SignInErrors.MissingParameter("resource"),
        { Scope: null } when !byResource => SignInErrors.MissingParameter("scope"),
        _ when !byResource && !IsDefaultScope(parameters.Scope!) => SignInErrors.InvalidScope(parameters.Scope!),
        _ => null,
    };

    private static bool IsDefaultScope(string scope) => scope.Length > DefaultScope.Length && scope.EndsWith(DefaultScope, StringComparison.OrdinalIgnoreCase)
        && !scope.Contains(' ', StringComparison.Ordinal);

    private static string Resource(TokenParameters parameters, bool byResource) =>
        byResource ? parameters.Resource! : parameters.Scope![..^DefaultScope.Length];
}
