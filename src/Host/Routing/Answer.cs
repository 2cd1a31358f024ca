using Microsoft.AspNetCore.Http;
using Verditer.Core;
using Verditer.ResourceManager;

namespace Verditer.Host;

/// <summary>Writes the host's own answers.</summary>
internal static class Answer
{
    public static Task ErrorAsync(HttpContext context, ArmError error)
    {
        foreach (var (name, value) in error.Headers)
        {
            context.Response.Headers[name] = value;
        }

        context.Response.Headers["x-ms-request-id"] = Guid.NewGuid().ToString();
        return BytesAsync(context, error.Status, "application/json; charset=utf-8", ErrorBody.Write(error));
    }

    public static Task JsonAsync(HttpContext context, System.Text.Json.Nodes.JsonNode body, int status = 200) =>
        BytesAsync(context, status, "application/json; charset=utf-8", Json.ToBytes(body));

    public static async Task BytesAsync(HttpContext context, int status, string contentType, ReadOnlyMemory<byte> body)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = contentType;
        context.Response.ContentLength = body.Length;
        if (!HttpMethods.IsHead(context.Request.Method))
        {
            await context.Response.BodyWriter.WriteAsync(body, context.RequestAborted);
        }
    }
}
