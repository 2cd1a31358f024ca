using System.Net;
using Microsoft.AspNetCore.Http;

namespace Verditer.InstanceMetadata;

/// <summary>What every request must be, in the order in which it is looked at. Each rule answers with its refusal, or null.</summary>
internal static class RequestRules
{
    public delegate MetadataAnswer? Rule(HttpRequest request, string path, IMetadataEndpoint? endpoint);

    public static readonly IReadOnlyList<Rule> InOrder =
    [
        RefuseOtherHosts,
        RequireMetadataHeader,
        RejectForwardedRequests,
        RequireKnownPath,
        RequireGet,
        RejectDuplicateParameters,
        RequireApiVersion,
    ];

    /// <summary>What holds whichever protocol a request speaks: it is for this listener, and nobody passed it on.</summary>
    public static MetadataAnswer? OfEveryProtocol(HttpRequest request, string path) =>
        RefuseOtherHosts(request, path, null) ?? RejectForwardedRequests(request, path, null);

    /// <summary>A listener may be a client's proxy: what that client wants of other hosts is not answered by a machine's metadata.</summary>
    private static MetadataAnswer? RefuseOtherHosts(HttpRequest request, string path, IMetadataEndpoint? endpoint)
    {
        var host = request.Host.Host.Trim('[', ']');
        return host.Contains('.') && !IPAddress.TryParse(host, out _) ? MetadataErrors.OtherHost(host) : null;
    }

    private static MetadataAnswer? RequireMetadataHeader(HttpRequest request, string path, IMetadataEndpoint? endpoint) =>
        request.Headers["Metadata"].ToString().Equals("true", StringComparison.OrdinalIgnoreCase)
            ? null
            : MetadataErrors.BadRequest(path, MetadataErrors.MissingHeader);

    private static MetadataAnswer? RejectForwardedRequests(HttpRequest request, string path, IMetadataEndpoint? endpoint) =>
        request.Headers.ContainsKey("X-Forwarded-For") ? MetadataErrors.BadRequest(path, MetadataErrors.Forwarded) : null;

    private static MetadataAnswer? RequireKnownPath(HttpRequest request, string path, IMetadataEndpoint? endpoint) =>
        endpoint is null ? MetadataErrors.NotFound : null;

    private static MetadataAnswer? RequireGet(HttpRequest request, string path, IMetadataEndpoint? endpoint) =>
        HttpMethods.IsGet(request.Method) ? null : MetadataErrors.MethodNotAllowed;

    private static MetadataAnswer? RejectDuplicateParameters(HttpRequest request, string path, IMetadataEndpoint? endpoint) =>
        request.Query.FirstOrDefault(parameter => parameter.Value.Count > 1).Key is { } name
            ? MetadataErrors.BadRequest(path, $"The query parameter '{name}' is given more than once")
            : null;

    private static MetadataAnswer? RequireApiVersion(HttpRequest request, string path, IMetadataEndpoint? endpoint) =>
        endpoint!.Versions.Count == 0 || endpoint.Versions.Contains(request.Query["api-version"].ToString(), StringComparer.Ordinal)
            ? null
            : MetadataErrors.BadApiVersion(endpoint.Versions);
}
