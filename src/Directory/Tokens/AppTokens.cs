using Verditer.Core;

namespace Verditer.Directory;

/// <summary>Tokens for principals that have proved themselves.</summary>
internal sealed class AppTokens(DirectoryIndex index, ResourceResolver resources, TokenMint mint)
{
    /// <param name="resource">The API: <c>resource</c>, or <c>scope</c> without <c>/.default</c>.</param>
    public OAuthResult Issue(TokenSubject subject, TenantRecord tenant, string resource, string? origin)
    {
        if (resources.Resolve(tenant.Id, resource, origin) is not { } resolved)
        {
            return new(null, SignInErrors.UnknownResource(resource, tenant));
        }

        if (resolved.Api is not { } api)
        {
            return new(mint.Issue(subject, resolved), null);
        }

        return AssignedAccess.Refuse(index, subject.Principal, api, resource) is { } refusal
            ? new(null, refusal)
            : new(mint.Issue(subject with { Roles = index.AppRolesOf(api, subject.Principal.Id) }, resolved), null);
    }
}
