using System.Text.Json.Nodes;

namespace Verditer.Directory;

/// <summary>What a tenant's authority offers.</summary>
/// <remarks>Source: https://learn.microsoft.com/entra/identity-platform/v2-protocols-oidc#fetch-the-openid-configuration-document</remarks>
internal static class DiscoveryDocument
{
    /// <param name="address">The address that the client used, without the final slash.</param>
    /// <param name="tenant">The tenant's id, or <c>common</c>, <c>organizations</c>, <c>adfs</c>.</param>
    /// <param name="issuerTenant">The tenant's id, or <c>{tenantid}</c> where it is open.</param>
    public static JsonObject Create(string address, string tenant, string issuerTenant, bool v2)
    {
        var (authority, version) = ($"{address}/{tenant}", v2 ? "v2.0/" : "");
        var isAdfs = tenant == SignInTenant.Adfs;
        return new()
        {
            ["token_endpoint"] = $"{authority}/oauth2/{version}token",
            ["token_endpoint_auth_methods_supported"] = new JsonArray("client_secret_post", "private_key_jwt", "client_secret_basic"),
            ["jwks_uri"] = $"{authority}/discovery/{version}keys",
            ["response_modes_supported"] = new JsonArray("query", "fragment", "form_post"),
            ["subject_types_supported"] = new JsonArray("pairwise"),
            ["id_token_signing_alg_values_supported"] = new JsonArray("RS256"),
            ["response_types_supported"] = new JsonArray("code", "id_token", "code id_token", "id_token token"),
            ["scopes_supported"] = new JsonArray("openid", "profile", "email", "offline_access"),
            ["issuer"] = isAdfs ? $"{address}/adfs" : v2 ? Issuers.V2(issuerTenant) : Issuers.V1(issuerTenant),
            ["request_uri_parameter_supported"] = false,
            ["userinfo_endpoint"] = address == $"https://{SignInAddress.Stock}" ? "https://graph.microsoft.com/oidc/userinfo" : $"{address}/oidc/userinfo",
            ["authorization_endpoint"] = $"{authority}/oauth2/{version}authorize",
            ["device_authorization_endpoint"] = $"{authority}/oauth2/{version}devicecode",
            ["http_logout_supported"] = true,
            ["frontchannel_logout_supported"] = true,
            ["end_session_endpoint"] = $"{authority}/oauth2/{version}logout",
            ["claims_supported"] = new JsonArray("sub", "iss", "aud", "exp", "iat", "nbf", "oid", "tid", "ver", "appid", "azp", "idtyp", "xms_mirid",
                "acr", "amr", "auth_time", "email", "name", "nonce", "preferred_username", "upn"),
            ["tenant_region_scope"] = null,
            ["cloud_instance_name"] = "microsoftonline.com",
            ["cloud_graph_host_name"] = "graph.windows.net",
            ["msgraph_host"] = "graph.microsoft.com",
        };
    }
}
