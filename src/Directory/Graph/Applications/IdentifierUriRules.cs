using Verditer.Core;

namespace Verditer.Directory;

/// <summary>Which identifier URIs an application may bear: <c>api://…</c>, or addresses in the tenant's verified domain; each once in the tenant.</summary>
/// <remarks>Source: https://learn.microsoft.com/entra/identity-platform/identifier-uri-restrictions, supported-accounts-validation</remarks>
internal static class IdentifierUriRules
{
    private const int MostCharacters = 255;
    private const string Property = "identifierUris";

    public static GraphError? Refuse(DirectoryIndex index, ApplicationRecord before, ApplicationRecord after)
    {
        var isShared = after.Extra.Text("signInAudience") is { } audience && audience != "AzureADMyOrg";
        var tenant = index.Tenants.Find(after.TenantId)!;
        if (after.IdentifierUris.Distinct(StringComparer.OrdinalIgnoreCase).Count() < after.IdentifierUris.Count)
        {
            return GraphError.Invalid(Property, "Application");
        }

        foreach (var uri in after.IdentifierUris.Except(before.IdentifierUris, StringComparer.OrdinalIgnoreCase))
        {
            if (RefuseForm(uri, after, tenant, isShared) is { } refusal)
            {
                return refusal;
            }

            if (index.ApplicationsByUri.Find(DirectoryIndex.Key(after.TenantId, uri)) is { } other && other.Id != after.Id)
            {
                return GraphError.SameValue(Property);
            }
        }

        return null;
    }

    private static GraphError? RefuseForm(string text, ApplicationRecord app, TenantRecord tenant, bool isShared)
    {
        // Names are compared without case, and beyond ASCII there is more than one way to do so.
        if (text.Length is 0 or > MostCharacters || !text.All(char.IsAscii) || text.EndsWith('/') || !Uri.TryCreate(text, UriKind.Absolute, out var uri) || uri.Fragment.Length > 0)
        {
            return GraphError.Invalid(Property, "Application");
        }

        return uri.Scheme switch
        {
            "api" when isShared && !uri.Host.Equals(app.AppId, StringComparison.OrdinalIgnoreCase) && !uri.Host.Equals(app.TenantId, StringComparison.OrdinalIgnoreCase)
                && !IsInDomain(uri.Host, tenant) => NotVerified(text),
            "http" or "https" when !IsInDomain(uri.Host, tenant) => NotVerified(text),
            _ => null,
        };
    }

    private static bool IsInDomain(string host, TenantRecord tenant) =>
        host.Equals(tenant.Domain, StringComparison.OrdinalIgnoreCase) || host.EndsWith("." + tenant.Domain, StringComparison.OrdinalIgnoreCase);

    private static GraphError NotVerified(string uri)
    {
        var message = $"Values of identifierUris property must use a verified domain of the organization or its subdomain: '{uri}'";
        return GraphError.Bad(message) with { Detail = new("HostNameNotOnVerifiedDomain", message, Property) };
    }
}
