using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Verditer.Directory;

/// <summary>One relation of <c>$expand</c>, such as <c>owners($select=id)</c>.</summary>
/// <remarks>Graph expands at most 20 objects. Source: https://learn.microsoft.com/graph/query-parameters#expand</remarks>
internal sealed partial record GraphExpand(string Relation, string? Selected)
{
    private const int MostExpanded = 20;

    public static IReadOnlyList<GraphExpand>? Parse(GraphRequest request, out GraphError? refusal)
    {
        refusal = null;
        if (request.Option("$expand") is not { } text)
        {
            return [];
        }

        if (!Whole().IsMatch(text))
        {
            refusal = GraphError.InvalidOption("$expand", text);
            return null;
        }

        var parsed = Each().Matches(text).Select(match => new GraphExpand(match.Groups[1].Value, match.Groups[2] is { Success: true } found ? found.Value : null)).ToList();
        if (parsed.Find(each => !GraphRelations.Names.Contains(each.Relation, StringComparer.Ordinal)) is { } unknown)
        {
            refusal = GraphError.InvalidOption("$expand", unknown.Relation);
            return null;
        }

        return parsed;
    }

    public JsonArray Shape(IEnumerable<JsonObject> related) => new([.. related.Take(MostExpanded).Select(item =>
    {
        Select(item, Selected);
        return item;
    })]);

    /// <summary>Removes what was not asked for.</summary>
    public static void Select(JsonObject item, string? properties)
    {
        if (properties is null)
        {
            return;
        }

        var names = properties.Split(',', StringSplitOptions.TrimEntries);
        foreach (var other in item.Select(pair => pair.Key)
            .Where(key => !key.StartsWith('@') && !names.Contains(key, StringComparer.OrdinalIgnoreCase)).ToList())
        {
            item.Remove(other);
        }
    }

    [GeneratedRegex(@"^\s*\w+(\(\s*\$select=[\w,\s]+\))?(\s*,\s*\w+(\(\s*\$select=[\w,\s]+\))?)*\s*\z", RegexOptions.NonBacktracking)]
    private static partial Regex Whole();

    [GeneratedRegex(@"(\w+)(?:\(\s*\$select=([\w,\s]+)\))?")]
    private static partial Regex Each();
}
