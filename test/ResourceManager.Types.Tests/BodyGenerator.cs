using System.Text.Json.Nodes;
using CsCheck;

namespace Verditer.ResourceManager.Types.Tests;

/// <summary>A place in a generated body: how to put another value there, and what belongs there.</summary>
internal sealed record Place(string Path, Shape Shape, Action<JsonNode?> Replace);

/// <summary>Makes bodies out of shapes: all that is required, and some of the rest. Remembers every place.</summary>
internal sealed class BodyGenerator(PCG random)
{
    private const int GreatestDepth = 8;

    /// <summary>Texts for patterns; a property whose pattern none of them matches is left out.</summary>
    private static readonly string[] Samples =
    [
        "a", "abc", "Abc1", "abcde12345", "12345", "10.0.0.1", "10.0.0.0/16", "10:00", "fd00::/8", "a@b.co", "a/b", "a:1.0", "2020-01-01", "key=value:NoSchedule",
        "2020-01-01T00:00:00Z", "P1D", "PT1H", "+00:00", "+05:30", "https://a.vault.azure.net/keys/a/0123456789abcdef0123456789abcdef", "https://a.blob.core.windows.net/a",
        "00000000-0000-0000-0000-000000000000", "/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/a/providers/Microsoft.Network/b/c",
        "abcdefghijklmnopqrstuvwxyz0123456789", "example.com", "*.example.com", "1.2.3", "aa:bb:cc:dd:ee:ff", "-", "_", "*",
    ];

    public List<Place> Places { get; } = [];

    /// <summary>A body that fits, or null when a required text has a pattern that no sample matches.</summary>
    public JsonObject? Body(Shape shape) => Make(shape, "", 0) as JsonObject;

    private JsonNode? Make(Shape shape, string path, int depth) => shape switch
    {
        ObjectShape type => MakeObject(type, path, depth),
        DiscriminatedShape type => MakeObject(type.For(Pick(type.Values))!, path, depth),
        ArrayShape type => MakeArray(type, path, depth),
        StringShape type => MakeText(type),
        EnumShape type => JsonValue.Create(type.Values.Count == 0 ? "any" : Pick(type.Values)),
        NumberShape type => JsonValue.Create(type.Least ?? Math.Min(type.Greatest ?? 1, 1)),
        BooleanShape => JsonValue.Create(Chance(2)),
        AnyShape => JsonValue.Create("anything"),
        UnionShape type => Make(type.Alternatives.First(), path, depth),
        _ => null,
    };

    private JsonObject? MakeObject(ObjectShape type, string path, int depth)
    {
        var body = new JsonObject();
        foreach (var property in type.Properties.Where(property => !property.IsReadOnly))
        {
            if (!property.IsRequired && (depth >= GreatestDepth || !Chance(3)))
            {
                continue;
            }

            if (depth > 3 * GreatestDepth)
            {
                return null;
            }

            var below = path.Length == 0 ? property.Name : $"{path}.{property.Name}";
            var mark = Places.Count;
            if (Make(property.Shape, below, depth + 1) is { } value)
            {
                body[property.Name] = value;
                Places.Add(new(below, property.Shape, other => body[property.Name] = other));
            }
            else if (property.IsRequired)
            {
                return null;
            }
            else
            {
                Places.RemoveRange(mark, Places.Count - mark);
            }
        }

        if (type.Values is { } values && depth < GreatestDepth && type.Find("key") is null && Make(values, $"{path}.key", depth + 1) is { } entry)
        {
            body["key"] = entry;
        }

        return body;
    }

    private JsonArray? MakeArray(ArrayShape type, string path, int depth)
    {
        var items = new JsonArray();
        var count = Math.Max(type.LeastLength ?? 0, depth < GreatestDepth ? random.Next(3) : 0);
        for (var i = 0; i < Math.Min(count, type.GreatestLength ?? count); i++)
        {
            if (Make(type.Item, $"{path}[{i}]", depth + 1) is not { } item)
            {
                return type.LeastLength > 0 ? null : [];
            }

            var at = i;
            items.Add(item);
            Places.Add(new($"{path}[{i}]", type.Item, other => items[at] = other));
        }

        return items;
    }

    private static JsonValue? MakeText(StringShape type)
    {
        var plain = new string('a', (int)Math.Min(Math.Max(type.LeastLength ?? 3, 1), type.GreatestLength ?? int.MaxValue));
        var fits = Samples.Prepend(plain).FirstOrDefault(text =>
            text.Length >= (type.LeastLength ?? 0) && text.Length <= (type.GreatestLength ?? int.MaxValue) && type.Matches(text));
        return fits is null ? null : JsonValue.Create(fits);
    }

    private bool Chance(uint of) => random.Next(of) == 0;

    private T Pick<T>(IReadOnlyList<T> list) => list[(int)random.Next((uint)list.Count)];
}
