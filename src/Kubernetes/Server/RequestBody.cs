using System.Buffers;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Verditer.Core;

namespace Verditer.Kubernetes;

/// <summary>Reads a request's body: JSON, or YAML.</summary>
internal static class RequestBody
{
    public const string ApplyType = "application/apply-patch+yaml";

    /// <summary>Bytes that an object may have in a request.</summary>
    private const int Largest = 3 * 1024 * 1024;

    public static async Task<(byte[]? Bytes, KubernetesError? Error)> ReadAsync(HttpContext http)
    {
        var reader = http.Request.BodyReader;
        while (true)
        {
            var read = await reader.ReadAsync(http.RequestAborted);
            if (read.Buffer.Length > Largest)
            {
                return (null, new(413, "RequestEntityTooLarge", $"Request entity too large: limit is {Largest}"));
            }

            if (read.IsCompleted)
            {
                var bytes = read.Buffer.ToArray();
                reader.AdvanceTo(read.Buffer.End);
                return (bytes, null);
            }

            reader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }

    /// <summary>The object in the body; an empty body is no object.</summary>
    public static async Task<(JsonObject? Value, KubernetesError? Error)> ReadObjectAsync(HttpContext http)
    {
        var (bytes, error) = await ReadAsync(http);
        if (bytes is null || bytes.Length == 0)
        {
            return (null, error);
        }

        return Parse(bytes, http.Request.ContentType);
    }

    /// <summary>The object in the form that its content type names.</summary>
    public static (JsonObject? Value, KubernetesError? Error) Parse(byte[] bytes, string? contentType) => MediaType(contentType) switch
    {
        "application/vnd.kubernetes.protobuf" => ParseProtobuf(bytes),
        "application/yaml" or ApplyType => Parse(bytes, yaml: true),
        _ => Parse(bytes, yaml: false),
    };

    public static string MediaType(string? contentType) => (contentType ?? "").Split(';')[0].Trim().ToLowerInvariant();

    public static (JsonObject? Value, KubernetesError? Error) Parse(byte[] bytes, bool yaml)
    {
        try
        {
            return (yaml && !StartsAsJson(bytes) ? AsJson(YamlReader.Read(bytes) as JsonObject ?? throw new JsonException("the document is not an object")) : Json.ParseObject(bytes), null);
        }
        catch (Exception e) when (e is JsonException or YamlDotNet.Core.YamlException or InvalidOperationException)
        {
            return (null, KubernetesErrors.BadRequest($"the object provided is unrecognized (must be of type Object): couldn't get version/kind; json parse error: {e.Message}"));
        }
    }

    private static (JsonObject? Value, KubernetesError? Error) ParseProtobuf(byte[] bytes)
    {
        try
        {
            return (AsJson(ProtobufReader.Read(bytes)), null);
        }
        catch (FormatException e)
        {
            return (null, KubernetesErrors.BadRequest($"the object provided is unrecognized (must be of type Object): {e.Message}"));
        }
    }

    /// <summary>Written and read again, so that numbers and texts are what they would be had they come as JSON.</summary>
    private static JsonObject AsJson(JsonObject value) => Json.ParseObject(Json.ToBytes(value));

    private static bool StartsAsJson(byte[] bytes) => bytes.AsSpan().TrimStart(" \r\n\t"u8) is [(byte)'{', ..];
}
