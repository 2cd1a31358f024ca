using System.Globalization;
using System.Text.Json.Nodes;
using Verditer.Core;

namespace Verditer.InstanceMetadata;

/// <summary>The service's refusals. The identity category says them OAuth's way, all others in one line.</summary>
/// <remarks>
/// Source: https://learn.microsoft.com/entra/identity/managed-identities-azure-resources/how-to-use-vm-token#error-handling and
/// https://learn.microsoft.com/azure/virtual-machines/instance-metadata-service#errors-and-debugging
/// </remarks>
internal static class MetadataErrors
{
    public const string MissingHeader = "Required metadata header not specified";
    public const string Forwarded = "X-Forwarded-For header is not allowed";
    public const string MissingResource = "Required query variable 'resource' is missing";
    public const string IdentityNotFound = "Identity not found";
    public const string SeveralIdentities =
        "Multiple user assigned identities exist, please specify the clientId / resourceId of the identity in the token request";

    public static readonly MetadataAnswer NotFound = Line(404, "Not found");

    public static readonly MetadataAnswer MethodNotAllowed = Line(405, "Method not allowed");

    public static readonly MetadataAnswer LeafAsJson = Line(400, "Bad request. A single value is answered with format=text only");

    public static readonly MetadataAnswer UnknownFormat = Line(400, "Bad request. The format is json or text");

    public static readonly MetadataAnswer NoLoadBalancer = Line(
        404, "No load balancer metadata is found. Please check if your VM is using any non-basic SKU load balancer and retry later.");

    public static readonly MetadataAnswer Unexpected = Line(500, "Internal server error");

    /// <remarks>Believed.</remarks>
    public static readonly MetadataAnswer BadNonce = Line(400, "Bad request. The nonce has at most 10 digits");

    public static MetadataAnswer Throttled(TimeSpan retryAfter) => Line(429, "Too many requests") with { RetryAfter = retryAfter };

    public static MetadataAnswer TokensThrottled(TimeSpan retryAfter) =>
        OAuth(429, "invalid_request", "Temporarily throttled, too many requests") with { RetryAfter = retryAfter };

    /// <remarks>Believed: Azure documents the status and how long it lasts.</remarks>
    public static MetadataAnswer Updating(TimeSpan retryAfter) => OAuth(410, "gone", "The identities of the machine are being updated") with { RetryAfter = retryAfter };

    public static MetadataAnswer OtherHost(string host) => Line(404, $"This is the instance metadata of a Verditer machine; it is not '{host}'");

    public static MetadataAnswer BadApiVersion(IReadOnlyList<string> versions) => MetadataAnswer.Json(
        new JsonObject
        {
            ["error"] = "Bad request. api-version is invalid or was not specified in the request. For more information refer to aka.ms/azureimds",
            ["newest-versions"] = new JsonArray([.. versions.Reverse().Take(3).Select(version => JsonValue.Create(version))]),
        },
        400);

    /// <summary>400 in the form of the category that was asked.</summary>
    public static MetadataAnswer BadRequest(string path, string text) =>
        path.StartsWith("identity", StringComparison.OrdinalIgnoreCase) ? OAuth(400, "invalid_request", text) : Line(400, $"Bad request. {text}");

    public static MetadataAnswer OAuth(int status, string error, string description) =>
        MetadataAnswer.Json(new JsonObject { ["error"] = error, ["error_description"] = description }, status) with { Refusal = new(error, description) };

    /// <summary>What Entra ID said to the service, passed on.</summary>
    public static MetadataAnswer FromEntra(OAuthError error, DateTimeOffset now) => OAuth(error.Status, error.Error, string.Create(
        CultureInfo.InvariantCulture,
        $"AADSTS{error.Number}: {error.Text} Trace ID: {Guid.NewGuid()} Correlation ID: {Guid.NewGuid()} Timestamp: {now.UtcDateTime:yyyy-MM-dd HH:mm:ss}Z"));

    private static MetadataAnswer Line(int status, string text) => MetadataAnswer.Json(new JsonObject { ["error"] = text }, status);
}
