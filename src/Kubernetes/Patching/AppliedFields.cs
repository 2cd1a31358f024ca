using System.Text.Json.Nodes;
using Verditer.Core;

namespace Verditer.Kubernetes;

/// <summary>
/// The fields of an applied configuration in the form of <c>managedFields</c> (FieldsV1): <c>f:</c> a member, <c>k:</c> an element by its key, <c>v:</c> a plain
/// value of a set. An empty object is a whole field.
/// </summary>
internal static class AppliedFields
{
    private static readonly string[] Identity = ["apiVersion", "kind", "metadata.name", "metadata.namespace", "metadata.uid", "metadata.resourceVersion", "metadata.managedFields", "metadata.creationTimestamp"];

    public static JsonObject Of(JsonObject value) => Members(value, "");

    /// <summary>The whole fields of a set, each as its path of steps.</summary>
    public static IEnumerable<string[]> Leaves(JsonObject set, string[]? before = null)
    {
        foreach (var (step, inner) in set)
        {
            string[] path = [.. before ?? [], step];
            if (inner is JsonObject { Count: > 0 } more)
            {
                foreach (var leaf in Leaves(more, path))
                {
                    yield return leaf;
                }
            }
            else
            {
                yield return path;
            }
        }
    }

    public static bool Contains(JsonObject set, string[] path)
    {
        JsonNode? at = set;
        foreach (var step in path)
        {
            if (at is not JsonObject map || map[step] is not { } inner)
            {
                return false;
            }

            at = inner;
        }

        return true;
    }

    /// <summary>Takes fields out of a set, and what is empty after that.</summary>
    public static void Remove(JsonObject set, ReadOnlySpan<string> path)
    {
        if (path.Length == 1)
        {
            set.Remove(path[0]);
        }
        else if (set[path[0]] is JsonObject inner)
        {
            Remove(inner, path[1..]);
            if (inner.Count == 0)
            {
                set.Remove(path[0]);
            }
        }
    }

    /// <summary>The value at a path of steps; null where there is none.</summary>
    public static JsonNode? Value(JsonNode? value, ReadOnlySpan<string> path)
    {
        foreach (var step in path)
        {
            value = step == "." ? value : Step(value, step);
        }

        return value;
    }

    /// <summary>Removes the value at a path of steps.</summary>
    public static void RemoveValue(JsonNode value, string[] path)
    {
        if (path[^1] == ".")
        {
            path = path[..^1];
        }

        var parent = Value(value, path.AsSpan(..^1));
        if (parent is JsonObject map && path[^1].StartsWith("f:", StringComparison.Ordinal))
        {
            map.Remove(path[^1][2..]);
        }
        else if (parent is JsonArray list && Step(list, path[^1]) is { } element)
        {
            list.Remove(element);
        }
    }

    private static JsonNode? Step(JsonNode? value, string step) => (step[..2], value) switch
    {
        ("f:", JsonObject map) => map[step[2..]],
        ("k:", JsonArray list) => list.FirstOrDefault(one => JsonNode.Parse(step[2..]) is JsonObject keys && keys.All(key => JsonNode.DeepEquals(one.At(key.Key), key.Value))),
        ("v:", JsonArray list) => list.FirstOrDefault(one => JsonNode.DeepEquals(one, JsonNode.Parse(step[2..]))),
        _ => null,
    };

    private static JsonObject Members(JsonObject value, string path)
    {
        var set = new JsonObject();
        foreach (var (name, node) in value)
        {
            var inner = path.Length == 0 ? name : $"{path}.{name}";
            if (Identity.Contains(inner))
            {
                continue;
            }

            var fields = node switch
            {
                JsonObject map => Members(map, inner),
                JsonArray list when MergeKeys.Of(inner) is { } key => Elements(list, inner, key),
                _ => [],
            };
            if (inner != "metadata" || fields.Count > 0)
            {
                set[$"f:{name}"] = fields;
            }
        }

        return set;
    }

    private static JsonObject Elements(JsonArray list, string path, string key)
    {
        var set = new JsonObject();
        foreach (var element in list)
        {
            if (key == MergeKeys.Values)
            {
                set[$"v:{Json.ToText(element!)}"] = new JsonObject();
            }
            else if (element is JsonObject map && map[key] is { } id)
            {
                var fields = Members(map, path);
                fields["."] = new JsonObject();
                set[$"k:{Json.ToText(new JsonObject { [key] = id.DeepClone() })}"] = fields;
            }
        }

        return set;
    }
}
