using Verditer.Core;

namespace Verditer.Directory;

/// <summary>Tokens for principals that have proved themselves.</summary>
internal sealed class AppTokens(ResourceResolver resources, TokenMint mint)
{
    /// <param name="resource">The API: <c>resource</c>, or <c>scope</c> without <c>/.default</c>.</param>
    public OAuthResult Issue(TokenSubject subject, TenantRecord tenant, string resource, string? origin) =>
        resources.Resolve(tenant.Id, resource, origin) is { } resolved
            ? new(mint.Issue(subject, resolved), null)
            : new(null, SignInErrors.UnknownResource(resource, tenant));
}
