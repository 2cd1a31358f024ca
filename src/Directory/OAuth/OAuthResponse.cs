using System.Buffers;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Verditer.Core;

namespace Verditer.Directory;

/// <summary>Answers in Entra's form.</summary>
internal static class OAuthResponse
{
    public static Task WriteAsync(HttpContext context, int status, JsonNode body) => WriteAsync(context, status, Json.ToBytes(body));

    public static Task WriteErrorAsync(HttpContext context, OAuthError error, DateTimeOffset now)
    {
        var trace = Guid.NewGuid().ToString();
        var correlation = Guid.TryParse(context.Request.Headers["client-request-id"], out var sent) ? sent.ToString() : Guid.NewGuid().ToString();
        var timestamp = now.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        context.Response.Headers["x-ms-request-id"] = trace;
        NoStore(context);
        return WriteAsync(context, error.Status, new JsonObject
        {
            ["error"] = error.Error,
            ["error_description"] = $"AADSTS{error.Number}: {error.Text} Trace ID: {trace} Correlation ID: {correlation} Timestamp: {timestamp}",
            ["error_codes"] = new JsonArray(error.Number),
            ["timestamp"] = timestamp,
            ["trace_id"] = trace,
            ["correlation_id"] = correlation,
            ["error_uri"] = $"https://login.microsoftonline.com/error?code={error.Number}",
        });
    }

    /// <summary>A token. The v1 endpoint writes all numbers as strings.</summary>
    public static Task WriteTokenAsync(HttpContext context, AccessToken token, bool v1, DateTimeOffset now)
    {
        NoStore(context);
        var seconds = (long)(token.Expires - now).TotalSeconds;
        var buffer = new ArrayBufferWriter<byte>(token.Value.Length + 512);
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writer.WriteString("token_type", "Bearer");
            if (v1)
            {
                writer.WriteString("expires_in", Text(seconds));
                writer.WriteString("ext_expires_in", Text(seconds));
                writer.WriteString("expires_on", Text(token.Expires.ToUnixTimeSeconds()));
                writer.WriteString("not_before", Text(token.NotBefore.ToUnixTimeSeconds()));
                writer.WriteString("resource", token.Resource);
            }
            else
            {
                writer.WriteNumber("expires_in", seconds);
                writer.WriteNumber("ext_expires_in", seconds);
            }

            writer.WriteString("access_token", token.Value);
            writer.WriteEndObject();
        }

        return WriteAsync(context, 200, buffer.WrittenMemory);
    }

    private static Task WriteAsync(HttpContext context, int status, ReadOnlyMemory<byte> body)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json; charset=utf-8";
        context.Response.ContentLength = body.Length;
        return context.Response.BodyWriter.WriteAsync(body, context.RequestAborted).AsTask();
    }

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);

    private static void NoStore(HttpContext context)
    {
        context.Response.Headers.CacheControl = "no-store, no-cache";
        context.Response.Headers.Pragma = "no-cache";
    }
}
