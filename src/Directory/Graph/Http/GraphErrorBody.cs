using System.Globalization;
using System.Text.Json.Nodes;

namespace Verditer.Directory;

/// <summary>A refusal as JSON.</summary>
internal static class GraphErrorBody
{
    public static JsonObject Create(GraphError error, DateTimeOffset now, string requestId, string clientRequestId)
    {
        var described = new JsonObject { ["code"] = error.Code, ["message"] = error.Message };
        if (error.Detail is { } detail)
        {
            described["details"] = new JsonArray(new JsonObject { ["code"] = detail.Code, ["message"] = detail.Message, ["target"] = detail.Target });
        }

        described["innerError"] = new JsonObject
        {
            ["date"] = now.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture),
            ["request-id"] = requestId,
            ["client-request-id"] = clientRequestId,
        };
        return new() { ["error"] = described };
    }
}
