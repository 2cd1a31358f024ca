using System.Text.Json.Nodes;
using Verditer.Core;

namespace Verditer.Kubernetes;

/// <summary>A field selector of a query: <c>metadata.name=a,spec.nodeName!=b</c>, on the fields that <c>selectable.txt</c> lists.</summary>
internal sealed class FieldQuery
{
    private static readonly Dictionary<string, Dictionary<string, Selectable>> Fields = Read();
    private static readonly string[] Everywhere = ["metadata.name", "metadata.namespace"];

    private readonly List<(Selectable Field, bool Equal, string Value)> _requirements = [];

    public bool IsEmpty => _requirements.Count == 0;

    /// <summary>The one name that it asks for; empty for any.</summary>
    public string Name { get; private set; } = "";

    public static (FieldQuery? Query, string? Error) Parse(ResourceKind kind, string? text)
    {
        var query = new FieldQuery();
        foreach (var part in (text ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var at = part.IndexOf('=');
            if (at <= 0)
            {
                return (null, $"invalid selector: '{text}'; can't understand '{part}'");
            }

            var equal = part[at - 1] != '!';
            var name = part[..(equal ? at : at - 1)];
            var value = part[(at + 1)..].TrimStart('=');
            if (Find(kind, name) is not { } field)
            {
                return (null, $"field label not supported: {name}");
            }

            query._requirements.Add((field, equal, value));
            if (equal && name == "metadata.name")
            {
                query.Name = value;
            }
        }

        return (query, null);
    }

    public bool Matches(JsonObject value) => _requirements.TrueForAll(one => one.Field.Of(value) == one.Value == one.Equal);

    private static Selectable? Find(ResourceKind kind, string name) =>
        Everywhere.Contains(name)
            ? new(name.Split('.'), "")
            : Fields.GetValueOrDefault($"{kind.Stored.Group}/{kind.Stored.Plural}")?.GetValueOrDefault(name);

    private static Dictionary<string, Dictionary<string, Selectable>> Read() => EmbeddedTable.Rows("selectable.txt").ToDictionary(
        row => row[0],
        row => row.Skip(1).Select(ParseField).ToDictionary(field => field.Name, field => field.Field));

    /// <summary><c>path</c>, <c>path:name</c> where the name differs, either with <c>=missing</c>.</summary>
    private static (string Name, Selectable Field) ParseField(string cell)
    {
        var missing = cell.Split('=');
        var names = missing[0].Split(':');
        return (names[^1], new(names[0].Split('.'), missing.Length > 1 ? missing[1] : ""));
    }

    private sealed record Selectable(string[] Path, string Missing)
    {
        public string Of(JsonObject value) => value.At(Path) switch
        {
            null => Missing,
            var node => node.Text() ?? Json.ToText(node),
        };
    }
}
