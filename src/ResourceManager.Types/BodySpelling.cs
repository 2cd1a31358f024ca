using System.Text.Json.Nodes;

namespace Verditer.ResourceManager.Types;

/// <summary>
/// Brings the property names of a body to the type's own spelling. Azure's services take names without regard to case; after this every reader may compare them exactly.
/// Names that the type does not know stay as they are, and so do the keys of maps (tags, user-assigned identities), which are the client's.
/// </summary>
public static class BodySpelling
{
    /// <summary>
    /// Respells the given body: by the version that the client named and, where it knows the name too, by the type's newest one. Returns the path of the first property that
    /// the body holds twice in different spellings, or null.
    /// </summary>
    /// <param name="name">The resource's name: some types have another body for each.</param>
    public static string? Apply(ServedType type, string apiVersion, string name, JsonObject body)
    {
        var path = new JsonPathStack();
        var named = type.TryFind(apiVersion, out var version) ? Respell(version.BodyFor(name), body, path) : null;
        return named ?? (type.NewestWritable is { } newest && newest != version ? Respell(newest.BodyFor(name), body, path) : null);
    }

    private static string? Respell(Shape shape, JsonNode? node, JsonPathStack path) => (shape, node) switch
    {
        (ObjectShape expected, JsonObject body) => RespellObject(expected, body, path),
        (DiscriminatedShape expected, JsonObject body) => RespellObject(expected.For(body) ?? expected.Common, body, path),
        (ArrayShape expected, JsonArray items) => RespellItems(expected.Item, items, path),
        (UnionShape expected, JsonObject or JsonArray) => expected.Alternatives.Select(a => Respell(a, node, path)).FirstOrDefault(twice => twice is not null),
        _ => null,
    };

    private static string? RespellObject(ObjectShape shape, JsonObject body, JsonPathStack path)
    {
        for (var i = 0; i < body.Count; i++)
        {
            var (name, value) = body.GetAt(i);
            var property = shape.Find(name);
            path.Push(property?.Name ?? name);
            if (property is not null && property.Name != name && !TryRename(body, i, property.Name, value))
            {
                return path.ToString();
            }

            if (value is JsonObject or JsonArray && (property?.Shape ?? shape.Values) is { } below && Respell(below, value, path) is { } twice)
            {
                return twice;
            }

            path.Pop();
        }

        return null;
    }

    private static string? RespellItems(Shape item, JsonArray items, JsonPathStack path)
    {
        for (var i = 0; i < items.Count; i++)
        {
            path.Push(i);
            if (Respell(item, items[i], path) is { } twice)
            {
                return twice;
            }

            path.Pop();
        }

        return null;
    }

    /// <summary>False when the body has the other spelling as well.</summary>
    private static bool TryRename(JsonObject body, int index, string name, JsonNode? value)
    {
        if (body.ContainsKey(name))
        {
            return false;
        }

        body.RemoveAt(index);
        body.Insert(index, name, value);
        return true;
    }
}
