using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Verditer.Core;

namespace Verditer.Directory;

/// <summary>Microsoft Graph: validate the token, read the body, find the operation, answer in Graph's form.</summary>
internal sealed class GraphEndpoint(ITokenValidator tokens, GraphRouter router, GraphBatch batch, GraphRefusals refusals, TimeProvider time)
{
    private const string Bearer = "Bearer ";
    private const int MostBytes = 4 * 1024 * 1024;

    public async Task AnswerAsync(HttpContext context)
    {
        var ids = GraphRequestIds.Of(context);
        var header = context.Request.Headers.Authorization.ToString();
        var token = header.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase) ? header.AsSpan(Bearer.Length).Trim() : default;
        if (!tokens.Validate(token, Audience.Graph).TryGet(out var caller, out var refusal))
        {
            foreach (var (name, value) in refusal.Headers)
            {
                context.Response.Headers.Append(name, value);
            }

            await WriteAsync(context, ids, Keep(null, new(refusal.Status, refusal.Code, refusal.Message) { Facts = refusal.Facts }, null));
            return;
        }

        var missing = MissingRight.Watch();
        var answer = await DispatchAsync(context, ids, caller);
        await WriteAsync(context, ids, answer.Error is { Status: 403 } denied ? Keep(caller, denied, missing.Right) : answer);

        GraphError Keep(Caller? caller, GraphError error, GraphRight? right) =>
            refusals.Keep(context.Request.Method, context.Request.Path.Value ?? "/", ids, caller, error, right);
    }

    private async Task<GraphAnswer> DispatchAsync(HttpContext context, GraphRequestIds ids, Caller caller)
    {
        var path = (string?)context.Request.RouteValues["path"] ?? "";
        var (body, refusal) = await ReadBodyAsync(context);
        if (body is null)
        {
            return refusal!;
        }

        var isEventual = context.Request.Headers["ConsistencyLevel"].ToString().Equals("eventual", StringComparison.OrdinalIgnoreCase);
        var request = new GraphRequest(caller, path, body, context.Request.Query, Address(context, path), isEventual, ids.ClientRequestId);
        return GraphBatch.IsBatch(context.Request.Method, path) ? await batch.AnswerAsync(request) : await router.AnswerAsync(context.Request.Method, request);
    }

    private static async Task<(JsonObject? Body, GraphError? Refusal)> ReadBodyAsync(HttpContext context)
    {
        using var bytes = new MemoryStream();
        var buffer = new byte[16 * 1024];
        for (int read; (read = await context.Request.Body.ReadAsync(buffer, context.RequestAborted)) > 0;)
        {
            if (bytes.Length + read > MostBytes)
            {
                return (null, GraphError.TooLarge());
            }

            bytes.Write(buffer, 0, read);
        }

        try
        {
            return (bytes.Length == 0 ? [] : Json.ParseObject(bytes.GetBuffer().AsSpan(0, (int)bytes.Length)), null);
        }
        catch (JsonException)
        {
            return (null, GraphError.NotJson());
        }
    }

    /// <summary>The address up to and with the version, for links to further pages.</summary>
    private static string Address(HttpContext context, string path)
    {
        var whole = context.Request.Path.Value!;
        return $"{context.Request.Scheme}://{context.Request.Host}{whole[..^Math.Min(whole.Length, path.Length)].TrimEnd('/')}";
    }

    private async Task WriteAsync(HttpContext context, GraphRequestIds ids, GraphAnswer answer)
    {
        context.Response.Headers["request-id"] = ids.RequestId;
        context.Response.Headers["client-request-id"] = ids.ClientRequestId;
        context.Response.StatusCode = answer.Status;
        if (answer.Error is null && answer.Body is null)
        {
            return;
        }

        var isText = answer.Body is JsonValue;
        context.Response.ContentType = isText
            ? "text/plain"
            : "application/json;odata.metadata=minimal;odata.streaming=true;IEEE754Compatible=false;charset=utf-8";
        var body = answer.Body ?? GraphErrorBody.Create(answer.Error!, time.GetUtcNow(), ids.RequestId, ids.ClientRequestId);
        await context.Response.Body.WriteAsync(Json.ToBytes(body), context.RequestAborted);
    }
}
