using System.Buffers;
using System.IO.Pipelines;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using Verditer.Core;

namespace Verditer.ResourceManager;

/// <summary>Resource Manager over HTTP: makes an <see cref="ArmRequest"/> of each request and writes the answer.</summary>
public sealed class ArmHttp(RequestPipeline pipeline)
{
    /// <summary>The greatest body that ARM takes. Source: https://learn.microsoft.com/azure/azure-resource-manager/management/azure-subscription-service-limits</summary>
    public const int LargestBody = 4 * 1024 * 1024;

    private static readonly ArmError TooLarge = new(413, "RequestEntityTooLarge",
        "The request content is larger than 4 MB (4194304 bytes), the most that Resource Manager takes.");

    /// <summary>Serves one request.</summary>
    public async Task HandleAsync(HttpContext context)
    {
        var request = await ReadAsync(context);
        var response = request is null
            ? ArmResponse.From(TooLarge)
            : await pipeline.HandleAsync(request, context.RequestAborted);
        await WriteAsync(context, request, response);
    }

    private static async ValueTask<ArmRequest?> ReadAsync(HttpContext context)
    {
        var http = context.Request;
        var body = HttpMethods.IsGet(http.Method) ? ReadOnlyMemory<byte>.Empty : await ReadBodyAsync(http.BodyReader, context.RequestAborted);
        if (body is null)
        {
            return null;
        }

        var headers = http.Headers;
        return new ArmRequest(http.Method, http.Path.Value ?? "/", new QueryValues(http.Query), $"{http.Scheme}://{http.Host.Value}", body.Value)
        {
            Token = Bearer(headers.Authorization),
            IfMatch = One(headers.IfMatch),
            IfNoneMatch = One(headers.IfNoneMatch),
            ContentType = http.ContentType,
            CorrelationId = One(headers["x-ms-correlation-request-id"]),
        };
    }

    private static async ValueTask<ReadOnlyMemory<byte>?> ReadBodyAsync(PipeReader reader, CancellationToken cancellationToken)
    {
        while (true)
        {
            var read = await reader.ReadAsync(cancellationToken);
            if (read.Buffer.Length > LargestBody)
            {
                reader.AdvanceTo(read.Buffer.End);
                return null;
            }

            if (read.IsCompleted)
            {
                var bytes = read.Buffer.ToArray();
                reader.AdvanceTo(read.Buffer.End);
                return bytes;
            }

            reader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }

    private static async Task WriteAsync(HttpContext context, ArmRequest? request, ArmResponse response)
    {
        var http = context.Response;
        http.StatusCode = response.Status;
        var requestId = request?.RequestId ?? context.TraceIdentifier;
        http.Headers["x-ms-request-id"] = requestId;
        http.Headers["x-ms-correlation-request-id"] = request?.CorrelationId ?? requestId;
        http.Headers.CacheControl = "no-cache";
        if (context.Request.Headers.TryGetValue("x-ms-client-request-id", out var client)
            && context.Request.Headers["x-ms-return-client-request-id"] == "true")
        {
            http.Headers["x-ms-client-request-id"] = client;
        }

        foreach (var (name, value) in response.Headers)
        {
            http.Headers[name] = value;
        }

        if (response.Body.IsEmpty)
        {
            return;
        }

        http.ContentType = "application/json; charset=utf-8";
        http.ContentLength = response.Body.Length;
        if (!HttpMethods.IsHead(context.Request.Method))
        {
            await http.BodyWriter.WriteAsync(response.Body, context.RequestAborted);
        }
    }

    private static string? Bearer(StringValues header) =>
        header.Count == 1 && header[0] is { } text && text.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase) ? text[7..].Trim() : null;

    private static string? One(StringValues header) => header.Count == 0 ? null : header.ToString();
}
