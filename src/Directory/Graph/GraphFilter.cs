using System.Text.Json;
using System.Text.Json.Nodes;

namespace Verditer.Directory;

/// <summary>An OData <c>$filter</c>: <c>eq ne and or not startswith endswith contains any in</c>, compared without case as Graph does.</summary>
/// <remarks>Source: https://learn.microsoft.com/graph/filter-query-parameter</remarks>
internal sealed class GraphFilter
{
    private readonly IReadOnlyList<string> _tokens;
    private int _at;

    private GraphFilter(IReadOnlyList<string> tokens) => _tokens = tokens;

    /// <summary>Decides about an object; inside <c>any</c> the variable names one element.</summary>
    internal delegate bool Predicate(JsonNode? item, string? variable, JsonNode? element);

    /// <summary>The filter; null with the reason when it is not understood.</summary>
    public static Func<JsonNode, bool>? Parse(string text, out string? reason)
    {
        try
        {
            var filter = new GraphFilter(GraphFilterTokens.Read(text));
            var predicate = filter.ReadOr();
            if (filter._at < filter._tokens.Count)
            {
                throw new FormatException($"Syntax error at '{filter._tokens[filter._at]}' in '{text}'.");
            }

            reason = null;
            return item => predicate(item, null, null);
        }
        catch (FormatException exception)
        {
            reason = exception.Message;
            return null;
        }
    }

    private Predicate ReadOr()
    {
        var left = ReadAnd();
        while (TryTake("or"))
        {
            var (first, second) = (left, ReadAnd());
            left = (item, variable, element) => first(item, variable, element) || second(item, variable, element);
        }

        return left;
    }

    private Predicate ReadAnd()
    {
        var left = ReadFactor();
        while (TryTake("and"))
        {
            var (first, second) = (left, ReadFactor());
            left = (item, variable, element) => first(item, variable, element) && second(item, variable, element);
        }

        return left;
    }

    private Predicate ReadFactor()
    {
        if (TryTake("not"))
        {
            var inner = ReadFactor();
            return (item, variable, element) => !inner(item, variable, element);
        }

        if (TryTake("("))
        {
            var inner = ReadOr();
            Take(")");
            return inner;
        }

        var name = Next();
        return TryTake("(") ? name.EndsWith("/any", StringComparison.OrdinalIgnoreCase) ? ReadAny(name[..^4]) : ReadText(name) : ReadComparison(name);
    }

    private Predicate ReadText(string function)
    {
        var path = Next();
        Take(",");
        var value = Literal(Next()) ?? "";
        Take(")");
        Func<string, bool> test = function.ToLowerInvariant() switch
        {
            "startswith" => text => text.StartsWith(value, StringComparison.OrdinalIgnoreCase),
            "endswith" => text => text.EndsWith(value, StringComparison.OrdinalIgnoreCase),
            "contains" => text => text.Contains(value, StringComparison.OrdinalIgnoreCase),
            _ => throw new FormatException($"An unknown function with name '{function}' was found."),
        };
        return (item, variable, element) => Text(Find(path, item, variable, element)) is { } text && test(text);
    }

    private Predicate ReadAny(string path)
    {
        var variable = Next();
        Take(":");
        var inner = ReadOr();
        Take(")");
        return (item, outer, element) => Find(path, item, outer, element) is JsonArray list && list.Any(each => inner(item, variable, each));
    }

    private Predicate ReadComparison(string path)
    {
        var (word, values) = (Next().ToLowerInvariant(), new List<string?>());
        switch (word)
        {
            case "eq" or "ne":
                values.Add(Literal(Next()));
                break;
            case "in":
                Take("(");
                do
                {
                    values.Add(Literal(Next()));
                }
                while (TryTake(","));
                Take(")");
                break;
            default:
                throw new FormatException($"The operator '{word}' is not supported.");
        }

        return (item, variable, element) =>
            values.Contains(Text(Find(path, item, variable, element)), StringComparer.OrdinalIgnoreCase) != (word == "ne");
    }

    private static JsonNode? Find(string path, JsonNode? item, string? variable, JsonNode? element)
    {
        var names = path.Split('/');
        var (node, rest) = names[0] == variable ? (element, names[1..]) : (item, names);
        foreach (var name in rest)
        {
            node = node is JsonObject found
                ? found.FirstOrDefault(pair => pair.Key.Equals(name, StringComparison.OrdinalIgnoreCase)).Value
                : null;
        }

        return node;
    }

    private static string? Text(JsonNode? node) => node is not JsonValue value ? null
        : value.GetValueKind() == JsonValueKind.String ? value.GetValue<string>()
        : value.ToJsonString();

    private static string? Literal(string token) => token == "null" ? null
        : token.StartsWith('\'') ? token[1..^1].Replace("''", "'", StringComparison.Ordinal)
        : token;

    private string Next() => _at < _tokens.Count ? _tokens[_at++] : throw new FormatException("Expression expected at the end.");

    private bool TryTake(string token)
    {
        if (_at < _tokens.Count && _tokens[_at].Equals(token, StringComparison.OrdinalIgnoreCase))
        {
            _at++;
            return true;
        }

        return false;
    }

    private void Take(string token)
    {
        if (!TryTake(token))
        {
            throw new FormatException($"'{token}' expected.");
        }
    }
}
