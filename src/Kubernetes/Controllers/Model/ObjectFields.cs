using System.Text.Json.Nodes;
using Verditer.Core;

namespace Verditer.Kubernetes.Controllers;

/// <summary>The fields that every object has.</summary>
internal static class ObjectFields
{
    public static string Name(this JsonObject value) => value.Text("metadata", "name") ?? "";

    public static string? Namespace(this JsonObject value) => value.Text("metadata", "namespace");

    public static string Uid(this JsonObject value) => value.Text("metadata", "uid") ?? "";

    public static string? Label(this JsonObject value, string name) => value.Text("metadata", "labels", name);

    public static string? Annotation(this JsonObject value, string name) => value.Text("metadata", "annotations", name);

    public static bool IsBeingDeleted(this JsonObject value) => value.At("metadata", "deletionTimestamp") is not null;

    public static long Generation(this JsonObject value) => value.At("metadata", "generation").Long() ?? 0;

    public static DateTimeOffset CreatedAt(this JsonObject value) => Timestamps.Parse(value.Text("metadata", "creationTimestamp")) ?? default;

    public static ObjectKey Key(this JsonObject value, GroupResource resource) => new(resource, value.Namespace(), value.Name());

    /// <summary>A copy of the object at a path; an empty one where it is missing.</summary>
    public static JsonObject CopyAt(this JsonNode? node, params ReadOnlySpan<string> path) => node.At(path) is JsonObject found ? found.Copy() : [];

    public static long? Long(this JsonNode? node) =>
        node is not JsonValue value ? null
        : value.TryGetValue(out long number) ? number
        : value.TryGetValue(out int small) ? small
        : null;

    /// <summary>The objects of an array; none where it is missing.</summary>
    public static IEnumerable<JsonObject> Items(this JsonNode? node, params ReadOnlySpan<string> path) =>
        node.At(path) is JsonArray array ? array.OfType<JsonObject>() : [];

    /// <summary>The texts of an array; none where it is missing.</summary>
    public static IEnumerable<string> Texts(this JsonNode? node, params ReadOnlySpan<string> path) =>
        node.At(path) is JsonArray array ? array.Select(item => item.Text()).OfType<string>() : [];

    public static JsonArray ToJsonArray(this IEnumerable<JsonNode> nodes)
    {
        var array = new JsonArray();
        foreach (var node in nodes)
        {
            array.Add(node.Parent is null ? node : node.DeepClone());
        }

        return array;
    }

    public static JsonObject WithoutNulls(this JsonObject value)
    {
        foreach (var name in value.Where(field => field.Value is null).Select(field => field.Key).ToList())
        {
            value.Remove(name);
        }

        return value;
    }
}
