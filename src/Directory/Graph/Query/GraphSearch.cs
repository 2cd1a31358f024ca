using System.Text.Json.Nodes;

namespace Verditer.Directory;

/// <summary>
/// <c>$search="displayName:one" OR "description:two"</c>: a property's words begin with the words given. Clauses joined by <c>AND</c> bind more closely.
/// </summary>
/// <remarks>Source: https://learn.microsoft.com/graph/search-query-parameter#using-search-on-directory-object-collections</remarks>
internal static class GraphSearch
{
    private static readonly char[] Separators = [' ', '-', '_', '.', '@', '/', ':', ','];

    /// <summary>The search; null when it is not in the form that Graph asks for.</summary>
    public static Func<JsonObject, bool>? Parse(string text)
    {
        var alternatives = new List<IReadOnlyList<Clause>>();
        foreach (var alternative in text.Split(" OR ", StringSplitOptions.TrimEntries))
        {
            var clauses = alternative.Split(" AND ", StringSplitOptions.TrimEntries).Select(Clause.Parse).ToList();
            if (clauses.Contains(null))
            {
                return null;
            }

            alternatives.Add(clauses!);
        }

        return item => alternatives.Any(clauses => clauses.All(clause => clause.Matches(item)));
    }

    private sealed record Clause(string Property, string Words)
    {
        public static Clause? Parse(string text)
        {
            if (text.Length < 2 || text[0] != '"' || text[^1] != '"')
            {
                return null;
            }

            var parts = text[1..^1].Split(':', 2);
            return parts.Length == 2 && parts[0].Length > 0 ? new(parts[0], parts[1].Trim()) : null;
        }

        public bool Matches(JsonObject item)
        {
            var text = FilterLiteral.TextOf(new FilterPath(Property).Read(new(item, null, null))) ?? "";
            var words = text.Split(Separators, StringSplitOptions.RemoveEmptyEntries);
            return text.StartsWith(Words, StringComparison.OrdinalIgnoreCase)
                || Words.Split(Separators, StringSplitOptions.RemoveEmptyEntries)
                    .All(wanted => words.Any(word => word.StartsWith(wanted, StringComparison.OrdinalIgnoreCase)));
        }
    }
}
