using System.Globalization;
using System.Text.Json.Nodes;
using Verditer.Core;

namespace Verditer.Kubernetes;

/// <summary>RFC 6902. What cannot be carried out is a text for the caller.</summary>
internal static class JsonPatch
{
    public static string? Apply(JsonArray operations, ref JsonNode? document)
    {
        foreach (var operation in operations)
        {
            if (Apply(operation, ref document) is { } error)
            {
                return error;
            }
        }

        return null;
    }

    private static string? Apply(JsonNode? operation, ref JsonNode? document)
    {
        var (kind, path) = (operation.Text("op"), operation.Text("path") ?? "");
        switch (kind)
        {
            case "add":
                return Set(ref document, path, operation.At("value")?.DeepClone(), insert: true);
            case "replace":
                return Find(document, path, out _) ? Set(ref document, path, operation.At("value")?.DeepClone(), insert: false) : Missing("replace", path);
            case "remove":
                return Remove(document, path, out _) ? null : Missing("remove", path);
            case "test":
                return Find(document, path, out var found) && JsonNode.DeepEquals(found, operation.At("value"))
                    ? null
                    : $"testing path {path} failed: test failed";
            case "copy":
                return Find(document, operation.Text("from") ?? "", out var copied) ? Set(ref document, path, copied?.DeepClone(), insert: true) : Missing("copy", path);
            case "move":
                return Remove(document, operation.Text("from") ?? "", out var moved) ? Set(ref document, path, moved, insert: true) : Missing("move", path);
            default:
                return $"Unexpected kind: {kind}";
        }
    }

    private static string Missing(string kind, string path) =>
        $"{kind} operation does not apply: doc is missing {(kind == "remove" ? "key" : "path")}: {path}: missing value";

    private static string[] Split(string path) =>
        path.Length == 0 ? [] : [.. path[1..].Split('/').Select(part => part.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal))];

    private static bool Find(JsonNode? document, string path, out JsonNode? found)
    {
        found = document;
        foreach (var part in Split(path))
        {
            switch (found)
            {
                case JsonObject map when map.ContainsKey(part):
                    found = map[part];
                    break;
                case JsonArray list when Index(part, list.Count - 1) is { } index:
                    found = list[index];
                    break;
                default:
                    return false;
            }
        }

        return true;
    }

    private static string? Set(ref JsonNode? document, string path, JsonNode? value, bool insert)
    {
        var parts = Split(path);
        if (parts.Length == 0)
        {
            document = value;
            return null;
        }

        var parent = path[..path.LastIndexOf('/')];
        if (!Find(document, parent, out var target))
        {
            return Missing("add", path);
        }

        switch (target)
        {
            case JsonObject map:
                map[parts[^1]] = value;
                return null;
            case JsonArray list when insert && parts[^1] == "-":
                list.Add(value);
                return null;
            case JsonArray list when Index(parts[^1], insert ? list.Count : list.Count - 1) is { } index:
                if (insert)
                {
                    list.Insert(index, value);
                }
                else
                {
                    list[index] = value;
                }

                return null;
            default:
                return Missing("add", path);
        }
    }

    private static bool Remove(JsonNode? document, string path, out JsonNode? removed)
    {
        removed = null;
        var parts = Split(path);
        if (parts.Length == 0 || !Find(document, path, out removed) || !Find(document, path[..path.LastIndexOf('/')], out var parent))
        {
            return false;
        }

        if (parent is JsonObject map)
        {
            map.Remove(parts[^1]);
        }
        else if (parent is JsonArray list)
        {
            list.RemoveAt(Index(parts[^1], list.Count - 1)!.Value);
        }

        return true;
    }

    private static int? Index(string part, int last) =>
        int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var index) && index <= last ? index : null;
}
