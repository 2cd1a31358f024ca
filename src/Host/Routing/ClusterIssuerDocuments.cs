using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Verditer.Core;

namespace Verditer.Host;

/// <summary>
/// The two documents of a cluster as an issuer of tokens, at the address that its tokens name, and on Verditer's own port below <c>/oic/{region}</c>.
/// Source: https://learn.microsoft.com/azure/aks/use-oidc-issuer and https://openid.net/specs/openid-connect-discovery-1_0.html
/// </summary>
internal sealed class ClusterIssuerDocuments(IEnumerable<IFederatedIssuer> issuers)
{
    public const string OriginPath = "oic";

    private const string Domain = ".oic.prod-aks.azure.com";

    private static readonly string[] Shown = ["GET", "HEAD"];

    public Task StockAsync(HttpContext context) => AnswerAsync(context, context.Request.Host.Host, Segments(context), $"https://{context.Request.Host.Host}");

    public Task OriginAsync(HttpContext context) => Segments(context) is [_, var region, .. var rest]
        ? AnswerAsync(context, region + Domain, rest, $"{context.Request.Scheme}://{context.Request.Host}/{OriginPath}/{region}")
        : NotFoundAsync(context);

    private async Task AnswerAsync(HttpContext context, string host, string[] path, string reached)
    {
        if (path is not [var tenant, var id, .. var document] || !Shown.Contains(context.Request.Method)
            || await FindKeysAsync($"https://{host}/{tenant}/{id}/", context.RequestAborted) is not { } keys)
        {
            await NotFoundAsync(context);
            return;
        }

        await (document switch
        {
            [".well-known", "openid-configuration"] => Answer.JsonAsync(context, Configuration($"https://{host}/{tenant}/{id}/", $"{reached}/{tenant}/{id}/openid/v1/jwks")),
            ["openid", "v1", "jwks"] => Answer.JsonAsync(context, keys),
            _ => NotFoundAsync(context),
        });
    }

    private async ValueTask<JsonObject?> FindKeysAsync(string issuer, CancellationToken cancellationToken)
    {
        foreach (var one in issuers)
        {
            if (await one.FindKeysAsync(issuer, cancellationToken) is { } keys)
            {
                return keys["keys"] is JsonArray { Count: > 0 } ? keys : null;
            }
        }

        return null;
    }

    private static JsonObject Configuration(string issuer, string keys) => new()
    {
        ["issuer"] = issuer,
        ["jwks_uri"] = keys,
        ["response_types_supported"] = new JsonArray("id_token"),
        ["subject_types_supported"] = new JsonArray("public"),
        ["id_token_signing_alg_values_supported"] = new JsonArray("RS256"),
    };

    private static string[] Segments(HttpContext context) => (context.Request.Path.Value ?? "").Split('/', StringSplitOptions.RemoveEmptyEntries);

    private static Task NotFoundAsync(HttpContext context) =>
        Answer.ErrorAsync(context, HostErrors.NotFound(context.Request.Host.Host, context.Request.Path.Value ?? "/"));
}
