using System.Text.Json;
using System.Text.Json.Nodes;
using Verditer.Core;

namespace Verditer.Registry;

/// <summary>Reads manifests.</summary>
internal static class ManifestReader
{
    /// <summary>The manifest; null with what is wrong in a sentence.</summary>
    public static Manifest? Read(ReadOnlySpan<byte> body, string mediaType, out string wrong)
    {
        try
        {
            wrong = "";
            return Read(Json.ParseObject(body), mediaType);
        }
        catch (Exception e) when (e is JsonException or FormatException)
        {
            wrong = e.Message;
            return null;
        }
        catch (OverflowException)
        {
            wrong = "The sizes of what the manifest names add up to more than any registry holds.";
            return null;
        }
    }

    /// <summary>The media type that a manifest says of itself; null where it says none.</summary>
    public static string? OwnMediaType(ReadOnlySpan<byte> body)
    {
        try
        {
            return Json.ParseObject(body).Text("mediaType");
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static Manifest Read(JsonObject json, string mediaType)
    {
        if (json.Number("schemaVersion") != 2)
        {
            throw new FormatException("The schemaVersion is not 2.");
        }

        if (json.Text("mediaType") is { } own && own != mediaType)
        {
            throw new FormatException($"The manifest says that it is '{own}', and was sent as '{mediaType}'.");
        }

        return MediaTypes.IsIndex(mediaType) ? Index(json) : Image(json);
    }

    private static Manifest Image(JsonObject json)
    {
        var config = Descriptor(json["config"], "config");
        var layers = List(json, "layers");
        var present = layers.Where(layer => !MediaTypes.MayBeAbsent(layer.MediaType));
        return new(
            [config, .. present], [], config.MediaType, config.Digest, json.Text("artifactType") ?? config.MediaType, Subject(json), json["annotations"] as JsonObject,
            checked(config.Size + layers.Sum(layer => layer.Size)));
    }

    private static Manifest Index(JsonObject json)
    {
        var children = List(json, "manifests");
        return new([], children, null, null, json.Text("artifactType"), Subject(json), json["annotations"] as JsonObject, children.Sum(child => child.Size));
    }

    private static string? Subject(JsonObject json) => json["subject"] is { } subject ? Descriptor(subject, "subject").Digest : null;

    private static List<Descriptor> List(JsonObject json, string name) => json[name] is JsonArray array
        ? [.. array.Select(one => Descriptor(one, name))]
        : throw new FormatException($"The manifest has no list '{name}'.");

    private static Descriptor Descriptor(JsonNode? node, string where) =>
        node.Text("mediaType") is { Length: > 0 } mediaType && Digest.TryParse(node.Text("digest"), out var digest)
        && node.At("size") is JsonValue value && value.TryGetValue(out long size) && size >= 0
            ? new(mediaType, digest.ToString(), size)
            : throw new FormatException($"'{where}' holds no descriptor with a media type, a digest and a size.");
}
