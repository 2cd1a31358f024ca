using System.Text.Json.Nodes;
using Verditer.Core;

namespace Verditer.Operations;

/// <summary>A refusal inside an operation's record.</summary>
internal static class ErrorJson
{
    public static JsonObject Write(ArmError error) => new()
    {
        ["status"] = error.Status,
        ["code"] = error.Code,
        ["message"] = error.Message,
        ["target"] = error.Target,
        ["details"] = error.Details is { } details ? new JsonArray([.. details.Select(Write)]) : null,
        ["headers"] = new JsonArray([.. error.Headers.Select(header => new JsonArray(header.Key, header.Value))]),
    };

    public static ArmError Read(JsonObject json) => new(
        json.Number("status") ?? 500,
        json.Text("code") ?? "",
        json.Text("message") ?? "",
        json.Text("target"),
        json["details"] is JsonArray details ? [.. details.Select(Detail)] : null)
    {
        Headers = json["headers"] is JsonArray headers
            ? [.. headers.OfType<JsonArray>().Select(pair => KeyValuePair.Create((string)pair[0]!, (string)pair[1]!))]
            : [],
    };

    private static JsonObject Write(ArmErrorDetail detail) => new()
    {
        ["code"] = detail.Code,
        ["message"] = detail.Message,
        ["target"] = detail.Target,
    };

    private static ArmErrorDetail Detail(JsonNode? json) => new(json.Text("code") ?? "", json.Text("message") ?? "", json.Text("target"));
}
