using System.Globalization;
using System.Text.Json.Nodes;

namespace Verditer.InstanceMetadata;

/// <summary>
/// Chooses a part of a document by path segments, and writes it as JSON or as text. Source: "Route parameters" and "Data format" of
/// https://learn.microsoft.com/azure/virtual-machines/instance-metadata-service
/// </summary>
internal static class DocumentPart
{
    public static MetadataAnswer Answer(JsonNode document, IReadOnlyList<string> path, string? format)
    {
        var part = path.Aggregate((JsonNode?)document, Step);
        return (part, format?.ToLowerInvariant()) switch
        {
            (null, _) => MetadataErrors.NotFound,
            (JsonValue, null or "json") => MetadataErrors.LeafAsJson,
            (_, null or "json") => MetadataAnswer.Json(part),
            (_, "text") => MetadataAnswer.Text(AsText(part)),
            _ => MetadataErrors.UnknownFormat,
        };
    }

    private static JsonNode? Step(JsonNode? node, string segment) => node switch
    {
        JsonObject section => section.FirstOrDefault(p => p.Key.Equals(segment, StringComparison.OrdinalIgnoreCase)).Value,
        JsonArray list when int.TryParse(segment, NumberStyles.None, CultureInfo.InvariantCulture, out var index) && index < list.Count => list[index],
        _ => null,
    };

    /// <summary>A value as it is; of a section or a list, its keys, one a line, a slash behind what has more below it.</summary>
    private static string AsText(JsonNode part) => part switch
    {
        JsonObject section => string.Join('\n', section.Select(p => p.Value is JsonValue ? p.Key : $"{p.Key}/")),
        JsonArray list => string.Join('\n', list.Select((item, index) => string.Create(CultureInfo.InvariantCulture, $"{index}{(item is JsonValue ? "" : "/")}"))),
        _ => part.ToString(),
    };
}
