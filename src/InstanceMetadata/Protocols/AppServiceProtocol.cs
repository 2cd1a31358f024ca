using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Verditer.Core;

namespace Verditer.InstanceMetadata;

/// <summary>What an app in App Service asks at <c>IDENTITY_ENDPOINT</c>, with the secret of <c>IDENTITY_HEADER</c>. Without a selector it means the system-assigned identity alone.</summary>
/// <remarks>
/// Source: https://learn.microsoft.com/azure/app-service/overview-managed-identity#rest-endpoint-reference, and recorded refusals. Believed: the refusals of a wrong header, a missing
/// resource and an unknown api-version.
/// </remarks>
internal sealed class AppServiceProtocol(MachineTokens tokens, MachineLimits limits) : IIdentityProtocol
{
    private const string NoneAsNamed = "No User Assigned or Delegated Managed Identity found for specified ClientId/ResourceId/PrincipalId.";
    private const string NoneAtAll = "Unable to load the proper Managed Identity.";
    private const string Newer = "2019-08-01";
    private const string Older = "2017-09-01";

    /// <summary>Parameters of this protocol by those of the metadata service.</summary>
    private static readonly Dictionary<string, string[]> Selectors = new()
    {
        ["client_id"] = ["client_id", "clientid"],
        ["object_id"] = ["principal_id", "object_id"],
        ["mi_res_id"] = ["mi_res_id", "msi_res_id"],
    };

    public string Path => "/msi/token";

    public async ValueTask<MetadataAnswer> AnswerAsync(HttpContext context, OpenListener listener)
    {
        var (request, query) = (context.Request, context.Request.Query);
        var version = query["api-version"].ToString();
        if (version is not (Newer or Older))
        {
            return Refuse(400, $"Unsupported api-version '{version}'. The supported versions are {Older} and {Newer}.");
        }

        if (!IsSecret(request.Headers[version == Newer ? "X-IDENTITY-HEADER" : "secret"].ToString(), listener.IdentityHeader))
        {
            return Refuse(401, "The request does not have the identity header of this app.");
        }

        if (!HttpMethods.IsGet(request.Method) || query["resource"].ToString() is not { Length: > 0 } resource)
        {
            return Refuse(400, "A GET request with the query parameter 'resource' is expected.");
        }

        if (limits.RefuseToken(listener) is { } refusal)
        {
            return refusal;
        }

        var got = await tokens.GetAsync(listener, resource, carried => Choose(carried, query), context.RequestAborted);
        return got is { Identity: { } identity, Token: { } token } ? MetadataAnswer.Json(Show(identity, token, version))
            : got.Throttled is { } wait ? MetadataErrors.TokensThrottled(wait)
            : got.Error is { } error ? Refuse(error.Status, $"AADSTS{error.Number}: {error.Text}")
            : Refuse(400, got.Refusal);
    }

    private static (ManagedIdentity? Identity, string Refusal) Choose(IReadOnlyList<ManagedIdentity> carried, IQueryCollection query)
    {
        string? Named(string parameter) => Selectors.GetValueOrDefault(parameter)?.Select(name => query[name].ToString()).FirstOrDefault(value => value.Length > 0);
        return Selectors.Keys.Any(parameter => Named(parameter) is not null)
            ? (IdentityChoice.Make(carried, Named).Identity, NoneAsNamed)
            : (carried.FirstOrDefault(identity => identity.Kind == ManagedIdentityKind.SystemAssigned), NoneAtAll);
    }

    private static JsonObject Show(ManagedIdentity identity, AccessToken token, string version)
    {
        var answer = new JsonObject
        {
            ["access_token"] = token.Value,
            ["expires_on"] = version == Newer
                ? token.Expires.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture)
                : token.Expires.UtcDateTime.ToString("MM/dd/yyyy HH:mm:ss +00:00", CultureInfo.InvariantCulture),
            ["resource"] = token.Resource,
            ["token_type"] = "Bearer",
        };
        if (version == Newer)
        {
            answer["client_id"] = identity.ClientId;
        }

        return answer;
    }

    private static bool IsSecret(string given, string expected) => CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(given), Encoding.UTF8.GetBytes(expected));

    private static MetadataAnswer Refuse(int status, string message) => MetadataAnswer.Json(
        new JsonObject { ["statusCode"] = status, ["message"] = message, ["correlationId"] = Guid.NewGuid().ToString() }, status);
}
