using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Verditer.Core;

namespace Verditer.Kubernetes;

/// <summary>Writes answers.</summary>
internal static class ApiAnswer
{
    public const string Json = "application/json";

    public static Task WriteAsync(HttpContext http, int code, ReadOnlyMemory<byte> body, string contentType = Json)
    {
        http.Response.StatusCode = code;
        http.Response.ContentType = contentType;
        http.Response.ContentLength = body.Length;
        http.Response.Headers.CacheControl = "no-cache, private";
        return HttpMethods.IsHead(http.Request.Method) ? Task.CompletedTask : http.Response.BodyWriter.WriteAsync(body, http.RequestAborted).AsTask();
    }

    public static Task WriteAsync(HttpContext http, int code, JsonObject body) => WriteAsync(http, code, Core.Json.ToBytes(body));

    public static Task TextAsync(HttpContext http, int code, string text) =>
        WriteAsync(http, code, System.Text.Encoding.UTF8.GetBytes(text), "text/plain; charset=utf-8");

    public static Task ErrorAsync(HttpContext http, KubernetesError error)
    {
        if (error.Details.Number("retryAfterSeconds") is { } seconds)
        {
            http.Response.Headers.RetryAfter = $"{seconds}";
        }

        if (error.Code is StatusCodes.Status401Unauthorized or StatusCodes.Status403Forbidden)
        {
            http.Features.Get<ClusterRefusals>()?.Keep(http, error);
        }

        return WriteAsync(http, error.Code, StatusBody.Of(error));
    }
}
