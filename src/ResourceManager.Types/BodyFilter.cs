using System.Text.Json.Nodes;

namespace Verditer.ResourceManager.Types;

/// <summary>Takes out of a body what its shape says does not belong there. Works on the given object.</summary>
public static class BodyFilter
{
    /// <summary>Removes read-only properties, so that nothing is stored that a client only echoed. <c>id</c>, <c>name</c> and <c>type</c> are among them.</summary>
    public static void StripReadOnly(Shape shape, JsonObject body) => Strip(shape, body, static property => property.IsReadOnly);

    /// <summary>Removes write-only and secret properties, so that no answer gives one back.</summary>
    public static void StripSecrets(Shape shape, JsonObject body) => Strip(shape, body, static property => property.IsSecret);

    private static void Strip(Shape shape, JsonNode? node, Func<ShapeProperty, bool> removes)
    {
        switch (shape)
        {
            case ObjectShape expected when node is JsonObject body:
                StripObject(expected, body, removes);
                break;
            case DiscriminatedShape expected when node is JsonObject body:
                StripObject(expected.For(body) ?? expected.Common, body, removes);
                break;
            case ArrayShape expected when node is JsonArray items:
                foreach (var item in items)
                {
                    Strip(expected.Item, item, removes);
                }

                break;
            default:
                break;
        }
    }

    private static void StripObject(ObjectShape shape, JsonObject body, Func<ShapeProperty, bool> removes)
    {
        List<string>? removed = null;
        foreach (var (name, value) in body)
        {
            if (shape.Find(name) is not { } property)
            {
                if (shape.Values is { } values)
                {
                    Strip(values, value, removes);
                }
            }
            else if (removes(property))
            {
                (removed ??= []).Add(name);
            }
            else
            {
                Strip(property.Shape, value, removes);
            }
        }

        foreach (var name in removed ?? [])
        {
            body.Remove(name);
        }
    }
}
