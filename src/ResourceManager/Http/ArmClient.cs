using System.Text.Json.Nodes;
using Microsoft.AspNetCore.WebUtilities;
using Verditer.Core;

namespace Verditer.ResourceManager;

/// <summary>Resource Manager for Azure's own services in this process: the same pipeline, with a real token.</summary>
internal sealed class ArmClient(Lazy<RequestPipeline> pipeline) : IArmClient
{
    public async Task<ArmReply> SendAsync(
        string accessToken, string method, string pathAndQuery, JsonNode? body = null, CancellationToken cancellationToken = default)
    {
        var split = pathAndQuery.IndexOf('?', StringComparison.Ordinal);
        var path = split < 0 ? pathAndQuery : pathAndQuery[..split];
        var query = QueryHelpers.ParseQuery(split < 0 ? "" : pathAndQuery[split..])
            .ToDictionary(q => q.Key, q => q.Value.ToString(), StringComparer.OrdinalIgnoreCase);
        var request = new ArmRequest(
            method, Uri.UnescapeDataString(path), query, "https://management.azure.com", body is null ? default : Json.ToBytes(body))
        { Token = accessToken };
        var response = await pipeline.Value.HandleAsync(request, cancellationToken);
        return new ArmReply(
            response.Status,
            response.Body.IsEmpty ? null : JsonNode.Parse(response.Body.Span),
            response.Error,
            response.Headers.ToDictionary(h => h.Key, h => h.Value, StringComparer.OrdinalIgnoreCase));
    }
}
