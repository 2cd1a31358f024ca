using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Verditer.Core;

namespace Verditer.Directory;

/// <summary>Microsoft Graph: validate the token, find the operation, answer in Graph's form.</summary>
internal sealed class GraphEndpoint(
    ITokenValidator tokens, ApplicationRoutes applications, ServicePrincipalRoutes principals, DirectoryObjectRoutes objects, TimeProvider time)
{
    private const string Bearer = "Bearer ";

    private readonly IReadOnlyList<GraphRoute> _routes = [.. applications.Routes, .. principals.Routes, .. objects.Routes];

    public async Task AnswerAsync(HttpContext context)
    {
        var header = context.Request.Headers.Authorization.ToString();
        var token = header.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase) ? header.AsSpan(Bearer.Length).Trim() : default;
        if (!tokens.Validate(token, Audience.Graph).TryGet(out var caller, out var refusal))
        {
            foreach (var (name, value) in refusal.Headers)
            {
                context.Response.Headers.Append(name, value);
            }

            await WriteAsync(context, new GraphError(refusal.Status, refusal.Code, refusal.Message));
            return;
        }

        await WriteAsync(context, await DispatchAsync(context, caller));
    }

    private async Task<GraphAnswer> DispatchAsync(HttpContext context, Caller caller)
    {
        var path = (string?)context.Request.RouteValues["path"] ?? "";
        var segments = GraphRoute.Split(path);
        foreach (var route in _routes)
        {
            if (route.TryMatch(context.Request.Method, segments, out var keys))
            {
                return await ReadBodyAsync(context) is { } body
                    ? await route.Handle(new(caller, keys.ElementAtOrDefault(0), keys.ElementAtOrDefault(1), body, context.Request.Query, Address(context, path)))
                    : GraphError.NotJson();
            }
        }

        return GraphError.NoSegment(segments is [.., var last] ? last : "");
    }

    private static async Task<JsonObject?> ReadBodyAsync(HttpContext context)
    {
        using var bytes = new MemoryStream();
        await context.Request.Body.CopyToAsync(bytes, context.RequestAborted);
        try
        {
            return bytes.Length == 0 ? [] : Json.ParseObject(bytes.GetBuffer().AsSpan(0, (int)bytes.Length));
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>The address up to and with the version, for links to further pages.</summary>
    private static string Address(HttpContext context, string path)
    {
        var whole = context.Request.Path.Value!;
        return $"{context.Request.Scheme}://{context.Request.Host}{whole[..^Math.Min(whole.Length, path.Length)].TrimEnd('/')}";
    }

    private async Task WriteAsync(HttpContext context, GraphAnswer answer)
    {
        var requestId = Guid.NewGuid().ToString();
        var clientId = context.Request.Headers["client-request-id"] is [{ Length: > 0 } sent, ..] ? sent : requestId;
        context.Response.Headers["request-id"] = requestId;
        context.Response.Headers["client-request-id"] = clientId;
        context.Response.StatusCode = answer.Status;
        if (answer.Error is null && answer.Body is null)
        {
            return;
        }

        context.Response.ContentType = "application/json;odata.metadata=minimal;odata.streaming=true;IEEE754Compatible=false;charset=utf-8";
        var body = answer.Body ?? Describe(answer.Error!, requestId, clientId);
        await context.Response.Body.WriteAsync(Json.ToBytes(body), context.RequestAborted);
    }

    private JsonObject Describe(GraphError error, string requestId, string clientId) => new()
    {
        ["error"] = new JsonObject
        {
            ["code"] = error.Code,
            ["message"] = error.Message,
            ["innerError"] = new JsonObject
            {
                ["date"] = time.GetUtcNow().UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture),
                ["request-id"] = requestId,
                ["client-request-id"] = clientId,
            },
        },
    };
}
