using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Verditer.Core;

namespace Verditer.Directory;

/// <summary>Up to twenty requests in one (<c>$batch</c>), carried out in their order; one that depends on a failed one is not tried.</summary>
/// <remarks>Source: https://learn.microsoft.com/graph/json-batching</remarks>
internal sealed class GraphBatch(GraphRouter router, GraphRefusals refusals, TimeProvider time)
{
    private const int MostRequests = 20;
    private const int FailedDependency = 424;

    public static bool IsBatch(string method, string path) =>
        method.Equals("POST", StringComparison.OrdinalIgnoreCase) && path.Trim('/').Equals("$batch", StringComparison.OrdinalIgnoreCase);

    public async Task<GraphAnswer> AnswerAsync(GraphRequest request)
    {
        var parts = (request.Body["requests"] as JsonArray)?.OfType<JsonObject>().ToList() ?? [];
        if (parts.Count is 0 or > MostRequests)
        {
            return new GraphError(400, "BadRequest", parts.Count == 0
                ? "Invalid batch payload format."
                : $"Number of batch request steps exceeds the maximum value of {MostRequests}.");
        }

        if (parts.Exists(part => part.Text("id") is null || part.Text("method") is null || part.Text("url") is null)
            || parts.DistinctBy(part => part.Text("id")).Count() < parts.Count)
        {
            return new GraphError(400, "BadRequest", "Each batch request step must have a unique id, a method and a url.");
        }

        var responses = new JsonArray();
        var failed = new HashSet<string>(StringComparer.Ordinal);
        foreach (var part in parts)
        {
            var id = part.Text("id")!;
            var ids = new GraphRequestIds(Guid.NewGuid().ToString(), request.CorrelationId);
            var answer = GraphBody.Texts(part, "dependsOn")?.Any(failed.Contains) == true
                ? new GraphError(FailedDependency, "FailedDependency", "Failed Dependency")
                : await AnswerAsync(request, part, ids);
            if (answer.Status >= 400)
            {
                failed.Add(id);
            }

            responses.Add((JsonNode)Describe(id, answer, ids));
        }

        return GraphAnswer.Ok(new JsonObject { ["responses"] = responses });
    }

    /// <summary>A refusal is kept under the step's own id, which its body shows.</summary>
    private async Task<GraphAnswer> AnswerAsync(GraphRequest outer, JsonObject part, GraphRequestIds ids)
    {
        var url = part.Text("url")!;
        var question = url.IndexOf('?', StringComparison.Ordinal);
        var path = question < 0 ? url : url[..question];
        var isEventual = part["headers"] is JsonObject headers && headers.Any(pair =>
            pair.Key.Equals("ConsistencyLevel", StringComparison.OrdinalIgnoreCase) && FilterLiteral.TextOf(pair.Value) == "eventual");
        var (method, inner) = (part.Text("method")!, Uri.UnescapeDataString(path.TrimStart('/')));
        var missing = MissingRight.Watch();
        var answer = await router.AnswerAsync(method, outer with
        {
            Path = inner,
            Query = new QueryCollection(question < 0 ? [] : QueryHelpers.ParseQuery(url[question..])),
            Body = (part["body"] as JsonObject)?.Copy() ?? [],
            IsEventual = isEventual,
        });
        return answer.Error is { Status: 403 } denied
            ? refusals.Keep(method, $"{new Uri(outer.Address).AbsolutePath}/{inner}", ids, outer.Caller, denied, missing.Right)
            : answer;
    }

    private JsonObject Describe(string id, GraphAnswer answer, GraphRequestIds ids)
    {
        var response = new JsonObject { ["id"] = id, ["status"] = answer.Status };
        if (answer.Body is not null || answer.Error is not null)
        {
            response["headers"] = new JsonObject { ["Content-Type"] = "application/json" };
            response["body"] = answer.Body
                ?? GraphErrorBody.Create(answer.Error!, time.GetUtcNow(), ids.RequestId, ids.ClientRequestId);
        }

        return response;
    }
}
