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

    /// <param name="attempt">The sign-in that this is about; null for a request that is none.</param>
    public static Task WriteErrorAsync(HttpContext context, OAuthError error, DateTimeOffset now, SignInAttempt? attempt = null)
    {
        attempt ??= SignInAttempt.Of(context, null);
        var timestamp = now.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        Prepare(context, attempt);
        if (error.RetryAfter is { } wait)
        {
            context.Response.Headers.RetryAfter = Text((long)Math.Ceiling(wait.TotalSeconds));
        }

        var body = new JsonObject
        {
            ["error"] = error.Error,
            ["error_description"] = Describe(error, attempt, timestamp),
            ["error_codes"] = new JsonArray(error.Number),
            ["timestamp"] = timestamp,
            ["trace_id"] = attempt.Id,
            ["correlation_id"] = attempt.CorrelationId,
            ["error_uri"] = $"https://login.microsoftonline.com/error?code={error.Number}",
        };
        if (error.Suberror is { } suberror)
        {
            body["suberror"] = suberror;
        }

        return WriteAsync(context, error.Status, body);
    }

    /// <summary>The whole text of an error, as it is sent to clients and shown to people.</summary>
    public static string Describe(OAuthError error, SignInAttempt attempt, string timestamp) =>
        $"AADSTS{error.Number}: {error.Text} Trace ID: {attempt.Id} Correlation ID: {attempt.CorrelationId} Timestamp: {timestamp}";

    /// <summary>What every answer of the sign-in endpoints has: its ids, and that nobody may keep it.</summary>
    public static void Prepare(HttpContext context, SignInAttempt attempt)
    {
        var headers = context.Response.Headers;
        headers["x-ms-request-id"] = attempt.Id;
        headers.CacheControl = "no-store, no-cache";
        headers.Pragma = "no-cache";
        if (bool.TryParse(context.Request.Headers["return-client-request-id"], out var wanted) && wanted)
        {
            headers["client-request-id"] = attempt.CorrelationId;
        }
    }

    /// <summary>A token and what comes with it. The v1 endpoint writes all numbers as strings.</summary>
    public static async Task WriteTokenAsync(HttpContext context, TokenAnswer answer, bool v1, DateTimeOffset now, SignInAttempt attempt)
    {
        Prepare(context, attempt);
        using var buffer = JsonBuffer.Rent();
        WriteToken(buffer.Writer, answer, answer.Token!, v1, now);
        await WriteAsync(context, 200, buffer.Written);
    }

    private static void WriteToken(Utf8JsonWriter writer, TokenAnswer answer, AccessToken token, bool v1, DateTimeOffset now)
    {
        var seconds = (long)(token.Expires - now).TotalSeconds;
        writer.WriteStartObject();
        writer.WriteString("token_type"u8, "Bearer"u8);
        if (v1)
        {
            writer.WriteString("expires_in"u8, Text(seconds));
            writer.WriteString("ext_expires_in"u8, Text(seconds));
            writer.WriteString("expires_on"u8, Text(token.Expires.ToUnixTimeSeconds()));
            writer.WriteString("not_before"u8, Text(token.NotBefore.ToUnixTimeSeconds()));
            writer.WriteString("resource"u8, token.Resource);
        }
        else
        {
            writer.WriteNumber("expires_in"u8, seconds);
            writer.WriteNumber("ext_expires_in"u8, seconds);
        }

        writer.WriteString("access_token"u8, token.Utf8.Span);
        WriteOptional(writer, "scope", answer.Scope);
        WriteOptional(writer, "refresh_token", answer.RefreshToken);
        WriteOptional(writer, "foci", answer.Family);
        WriteOptional(writer, "id_token", answer.IdToken);
        WriteOptional(writer, "client_info", answer.ClientInfo);
        writer.WriteEndObject();
    }

    private static Task WriteAsync(HttpContext context, int status, ReadOnlyMemory<byte> body)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json; charset=utf-8";
        context.Response.ContentLength = body.Length;
        return context.Response.BodyWriter.WriteAsync(body, context.RequestAborted).AsTask();
    }

    private static void WriteOptional(Utf8JsonWriter writer, string name, string? value)
    {
        if (value is not null)
        {
            writer.WriteString(name, value);
        }
    }

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
