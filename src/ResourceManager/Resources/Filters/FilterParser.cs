using System.Text.RegularExpressions;

namespace Verditer.ResourceManager;

/// <summary>Reads a filter by recursive descent: <c>or</c> binds less than <c>and</c>, parentheses more than both.</summary>
internal sealed partial class FilterParser
{
    private const int Deepest = 32;

    private readonly List<string> _tokens;
    private int _next;
    private int _depth;

    private FilterParser(List<string> tokens) => _tokens = tokens;

    /// <summary>Null when the text is no filter.</summary>
    public static FilterTerm? Parse(string text)
    {
        List<string> tokens = [];
        var end = 0;
        for (var match = Token().Match(text); match.Success && match.Index == end; match = match.NextMatch())
        {
            tokens.Add(match.Groups["token"].Value);
            end = match.Index + match.Length;
        }

        var parser = new FilterParser(tokens);
        return string.IsNullOrWhiteSpace(text[end..]) && parser.Alternatives() is { } term && parser._next == tokens.Count ? term : null;
    }

    private FilterTerm? Alternatives() => Joined("or", () => Joined("and", Primary, terms => new AllOf(terms)), terms => new AnyOf(terms));

    private FilterTerm? Joined(string word, Func<FilterTerm?> read, Func<List<FilterTerm>, FilterTerm> join)
    {
        List<FilterTerm> terms = [];
        do
        {
            if (read() is not { } term)
            {
                return null;
            }

            terms.Add(term);
        }
        while (Take(word));
        return terms.Count == 1 ? terms[0] : join(terms);
    }

    private FilterTerm? Primary()
    {
        if (Take("("))
        {
            return ++_depth <= Deepest && Alternatives() is { } inner && Take(")") ? inner : null;
        }

        return Take("substringof") ? Substring() : Compared();
    }

    private NameContains? Substring() =>
        Take("(") && Text() is { } part && Take(",") && Take("name") && Take(")") ? new NameContains(part) : null;

    private FilterTerm? Compared()
    {
        if (_next + 2 >= _tokens.Count)
        {
            return null;
        }

        var name = _tokens[_next++].ToLowerInvariant();
        var isEqual = Take("eq");
        if ((!isEqual && !Take("ne")) || Text() is not { } text)
        {
            return null;
        }

        return name switch
        {
            "tagname" => new TagTerm(IsName: true, isEqual, text),
            "tagvalue" => new TagTerm(IsName: false, isEqual, text),
            _ when Comparison.Properties.TryGetValue(name, out var value) => new Comparison(value, isEqual, name == "location" ? AzureLocations.Normalize(text) : text),
            _ => null,
        };
    }

    private string? Text()
    {
        var token = _next < _tokens.Count ? _tokens[_next] : "";
        if (!token.StartsWith('\''))
        {
            return null;
        }

        _next++;
        return token[1..^1].Replace("''", "'", StringComparison.Ordinal);
    }

    private bool Take(string word)
    {
        if (_next < _tokens.Count && _tokens[_next].Equals(word, StringComparison.OrdinalIgnoreCase))
        {
            _next++;
            return true;
        }

        return false;
    }

    [GeneratedRegex(@"\s*(?<token>'(?:[^']|'')*'|[A-Za-z/]+|[(),])")]
    private static partial Regex Token();
}
