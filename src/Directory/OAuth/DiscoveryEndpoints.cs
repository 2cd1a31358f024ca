using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace Verditer.Directory;

/// <summary>What a client asks before it asks for a token.</summary>
internal sealed class DiscoveryEndpoints(DirectoryIndex index, KeyRing keys, TimeProvider time)
{
    public RequestDelegate Configuration(bool v2) => context => WithTenant(context, (name, tenant) => DiscoveryDocument.Create(
        SignInAddress.Base(context.Request),
        tenant?.Id ?? name.ToLowerInvariant(),
        tenant?.Id ?? "{tenantid}",
        v2));

    public RequestDelegate Keys(bool v2) => context => WithTenant(context, (_, tenant) => KeySetDocument.Create(
        (tenant is null ? index.Tenants.All : [tenant]).SelectMany(each => keys.Of(each.Id)), v2));

    /// <summary>Tells MSAL that a host belongs to the cloud that it knows, and where its configuration is.</summary>
    public Task InstanceAsync(HttpContext context)
    {
        var asked = context.Request.Query["authorization_endpoint"].ToString();
        if (asked.Length == 0)
        {
            return OAuthResponse.WriteErrorAsync(context, SignInErrors.MissingParameter("authorization_endpoint"), time.GetUtcNow());
        }

        if (!Uri.TryCreate(asked, UriKind.Absolute, out var endpoint) || !IsKnown(endpoint, context.Request) || endpoint.Segments.Length < 2)
        {
            return OAuthResponse.WriteErrorAsync(context, SignInErrors.UnknownInstance(), time.GetUtcNow());
        }

        var version = endpoint.AbsolutePath.Contains("/v2.0/", StringComparison.OrdinalIgnoreCase) ? "v2.0/" : "";
        return OAuthResponse.WriteAsync(context, 200, new JsonObject
        {
            ["tenant_discovery_endpoint"] = $"{endpoint.GetLeftPart(UriPartial.Authority)}/{endpoint.Segments[1].Trim('/')}/{version}.well-known/openid-configuration",
            ["api-version"] = "1.1",
            ["metadata"] = new JsonArray(new JsonObject
            {
                ["preferred_network"] = SignInAddress.Stock,
                ["preferred_cache"] = "login.windows.net",
                ["aliases"] = new JsonArray([.. SignInAddress.StockHosts.Select(host => JsonValue.Create(host))]),
            }),
        });
    }

    /// <summary>Whether a user's password is kept here: MSAL asks before it sends one.</summary>
    public Task UserRealmAsync(HttpContext context)
    {
        var user = (string)context.Request.RouteValues["user"]!;
        var domain = user[(user.LastIndexOf('@') + 1)..];
        return OAuthResponse.WriteAsync(context, 200, new JsonObject
        {
            ["ver"] = "1.0",
            ["account_type"] = index.TenantsByDomain.Find(domain) is null ? "Unknown" : "Managed",
            ["domain_name"] = domain,
            ["cloud_instance_name"] = "microsoftonline.com",
            ["cloud_audience_urn"] = "urn:federation:MicrosoftOnline",
        });
    }

    private Task WithTenant(HttpContext context, Func<string, TenantRecord?, JsonObject> create)
    {
        var name = (string)context.Request.RouteValues["tenant"]!;
        var tenant = SignInTenant.IsImplied(name) ? null : index.FindTenant(name);
        return tenant is null && !SignInTenant.IsImplied(name)
            ? OAuthResponse.WriteErrorAsync(context, SignInTenant.Refuse(name) with { Error = "invalid_tenant" }, time.GetUtcNow())
            : OAuthResponse.WriteAsync(context, 200, create(name, tenant));
    }

    private static bool IsKnown(Uri endpoint, HttpRequest request) =>
        SignInAddress.StockHosts.Contains(endpoint.Host, StringComparer.OrdinalIgnoreCase)
        || endpoint.Host.Equals(request.Host.Host, StringComparison.OrdinalIgnoreCase);
}
