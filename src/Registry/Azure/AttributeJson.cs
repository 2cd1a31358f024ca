using System.Globalization;
using System.Text.Json.Nodes;

namespace Verditer.Registry;

/// <summary>Repositories, tags and manifests as Azure's own API shows them.</summary>
/// <remarks>Source: recorded traffic of Azure's SDKs, and https://learn.microsoft.com/rest/api/containerregistry/</remarks>
internal static class AttributeJson
{
    public static JsonObject Repository(string loginServer, RepositoryState state, RepositoryRecord record) => new()
    {
        ["registry"] = loginServer,
        ["imageName"] = state.Name,
        ["createdTime"] = Time(record.Created),
        ["lastUpdateTime"] = Time(record.Updated),
        ["manifestCount"] = state.Manifests.Count,
        ["tagCount"] = state.Tags.Count,
        ["changeableAttributes"] = Attributes(record.Attributes, teleport: true),
    };

    /// <summary>The frame around a tag, a manifest, or lists of them.</summary>
    public static JsonObject Of(string loginServer, string repository, string name, JsonNode content) =>
        new() { ["registry"] = loginServer, ["imageName"] = repository, [name] = content };

    public static JsonObject Tag(string name, TagRecord tag) => new()
    {
        ["name"] = name,
        ["digest"] = tag.Digest,
        ["createdTime"] = Time(tag.Created),
        ["lastUpdateTime"] = Time(tag.Updated),
        ["signed"] = false,
        ["changeableAttributes"] = Attributes(tag.Attributes),
    };

    public static JsonObject Manifest(string digest, ManifestRecord manifest, IEnumerable<string> tags)
    {
        var json = new JsonObject
        {
            ["digest"] = digest,
            ["imageSize"] = manifest.ImageSize,
            ["createdTime"] = Time(manifest.Created),
            ["lastUpdateTime"] = Time(manifest.Updated),
        };
        Add(json, "architecture", manifest.Architecture);
        Add(json, "os", manifest.Os);
        json["mediaType"] = manifest.MediaType;
        Add(json, "configMediaType", manifest.ConfigMediaType);
        if (tags.Select(tag => (JsonNode?)tag).ToArray() is { Length: > 0 } names)
        {
            json["tags"] = new JsonArray(names);
        }

        json["changeableAttributes"] = Attributes(manifest.Attributes);
        return json;
    }

    private static JsonObject Attributes(ChangeableAttributes attributes, bool teleport = false)
    {
        var json = new JsonObject
        {
            ["deleteEnabled"] = attributes.DeleteEnabled,
            ["writeEnabled"] = attributes.WriteEnabled,
            ["readEnabled"] = attributes.ReadEnabled,
            ["listEnabled"] = attributes.ListEnabled,
        };
        if (teleport)
        {
            json["teleportEnabled"] = false;
        }

        return json;
    }

    private static void Add(JsonObject json, string name, string? value)
    {
        if (value is not null)
        {
            json[name] = value;
        }
    }

    private static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fffffff'Z'", CultureInfo.InvariantCulture);
}
