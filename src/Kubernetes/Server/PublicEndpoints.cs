using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace Verditer.Kubernetes;

/// <summary>What is no resource: version, health, discovery, the keys of service-account tokens.</summary>
internal sealed class PublicEndpoints(ClusterFacts cluster, ClusterCredentials credentials, ServiceAccountTokens tokens, OpenApiDocuments openApi)
{
    private static readonly string[] Open = ["/healthz", "/livez", "/readyz", "/version"];
    private static readonly string[] First = ["/.well-known/openid-configuration", "/api", "/api/v1", "/apis"];
    private static readonly string[] Last = ["/healthz", "/livez", "/openapi/v2", "/openapi/v3", "/openid/v1/jwks", "/readyz", "/version"];

    /// <summary>True for what everybody may see, without credentials.</summary>
    public static bool IsOpen(string path) => Open.Any(open => path.TrimEnd('/') == open || (open != "/version" && path.StartsWith(open + "/", StringComparison.Ordinal)));

    public Task AnswerAsync(HttpContext http, string path)
    {
        var parts = path.Split('/', StringSplitOptions.RemoveEmptyEntries);
        return parts switch
        {
            ["version"] => ApiAnswer.WriteAsync(http, 200, Version()),
            ["healthz" or "livez" or "readyz", ..] => ApiAnswer.TextAsync(http, 200, http.Request.Query.ContainsKey("verbose") ? $"[+]ping ok\n{parts[0]} check passed\n" : "ok"),
            [] => ApiAnswer.WriteAsync(http, 200, Paths()),
            ["api"] => Discovery(http, core: true, () => DiscoveryDocuments.CoreVersions(cluster.Server["https://".Length..])),
            ["apis"] => Discovery(http, core: false, DiscoveryDocuments.Groups),
            ["api", "v1"] => ApiAnswer.WriteAsync(http, 200, DiscoveryDocuments.Resources("", "v1")),
            ["apis", var group] when KindTable.Instance.Groups.Contains(group) => ApiAnswer.WriteAsync(http, 200, DiscoveryDocuments.Group(group)),
            ["apis", var group, var version] when KindTable.Instance.VersionsOf(group).Contains(version) =>
                ApiAnswer.WriteAsync(http, 200, DiscoveryDocuments.Resources(group, version)),
            ["openapi", ..] => openApi.AnswerAsync(http, path),
            [".well-known", "openid-configuration"] => ApiAnswer.WriteAsync(http, 200, OpenIdConfiguration()),
            ["openid", "v1", "jwks"] => ApiAnswer.WriteAsync(http, 200, Core.Json.ToBytes(tokens.KeySet()), "application/jwk-set+json"),
            _ => ApiAnswer.ErrorAsync(http, KubernetesErrors.Unserved()),
        };
    }

    private static Task Discovery(HttpContext http, bool core, Func<JsonObject> plain)
    {
        foreach (var part in http.Request.Headers.Accept.ToString().Split(','))
        {
            if (!part.Contains("as=APIGroupDiscoveryList", StringComparison.Ordinal))
            {
                if (part.Trim().StartsWith("application/json", StringComparison.Ordinal))
                {
                    break;
                }

                continue;
            }

            var format = part.Split(';', StringSplitOptions.TrimEntries).FirstOrDefault(piece => piece is "v=v2" or "v=v2beta1")?[2..];
            if (format is not null)
            {
                return ApiAnswer.WriteAsync(
                    http, 200, Core.Json.ToBytes(DiscoveryDocuments.Aggregated(core, format)), $"application/json;g=apidiscovery.k8s.io;v={format};as=APIGroupDiscoveryList");
            }
        }

        return ApiAnswer.WriteAsync(http, 200, plain());
    }

    private JsonObject Version()
    {
        var parts = cluster.KubernetesVersion.Split('.');
        return new()
        {
            ["major"] = parts[0],
            ["minor"] = parts.Length > 1 ? parts[1] : "0",
            ["gitVersion"] = $"v{cluster.KubernetesVersion}",
            ["gitCommit"] = "",
            ["gitTreeState"] = "clean",
            ["buildDate"] = "1970-01-01T00:00:00Z",
            ["goVersion"] = "",
            ["compiler"] = "verditer",
            ["platform"] = "linux/amd64",
        };
    }

    private static JsonObject Paths()
    {
        var paths = new JsonArray();
        foreach (var path in First
            .Concat(KindTable.Instance.Groups.SelectMany(group => KindTable.Instance.VersionsOf(group).Select(version => $"/apis/{group}/{version}").Prepend($"/apis/{group}")))
            .Concat(Last))
        {
            paths.Add((JsonNode)path);
        }

        return new() { ["paths"] = paths };
    }

    private JsonObject OpenIdConfiguration() => new()
    {
        ["issuer"] = tokens.Issuer,
        ["jwks_uri"] = credentials.KeySetAddress ?? $"{cluster.Server}/openid/v1/jwks",
        ["response_types_supported"] = new JsonArray("id_token"),
        ["subject_types_supported"] = new JsonArray("public"),
        ["id_token_signing_alg_values_supported"] = new JsonArray("RS256"),
    };
}
