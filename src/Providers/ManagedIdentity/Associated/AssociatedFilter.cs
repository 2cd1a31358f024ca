using System.Text.RegularExpressions;

namespace Verditer.Providers.ManagedIdentity;

/// <summary>An OData expression of <c>eq</c>, <c>contains</c>, <c>and</c>, <c>or</c> and parentheses. Values are compared without case.</summary>
internal sealed partial class AssociatedFilter
{
    private const int Deepest = 32;

    private readonly List<string> _tokens;
    private int _next;
    private int _depth;

    private AssociatedFilter(List<string> tokens) => _tokens = tokens;

    /// <summary>Null when the text is no filter.</summary>
    public static Func<AssociatedResource, bool>? Read(string? text)
    {
        if (text is null)
        {
            return _ => true;
        }

        List<string> tokens = [.. Token().Matches(text).Select(match => match.Value)];
        var reader = new AssociatedFilter(tokens);
        return Token().Replace(text, "").Trim().Length == 0 && reader.Or() is { } filter && reader._next == tokens.Count ? filter : null;
    }

    private Func<AssociatedResource, bool>? Or() => Join("or", () => Join("and", Term, (a, b) => r => a(r) && b(r)), (a, b) => r => a(r) || b(r));

    private Func<AssociatedResource, bool>? Join(
        string word,
        Func<Func<AssociatedResource, bool>?> read,
        Func<Func<AssociatedResource, bool>, Func<AssociatedResource, bool>, Func<AssociatedResource, bool>> both)
    {
        List<Func<AssociatedResource, bool>> terms = [];
        do
        {
            if (read() is not { } term)
            {
                return null;
            }

            terms.Add(term);
        }
        while (Take(word));
        return terms.Aggregate(both);
    }

    private Func<AssociatedResource, bool>? Term()
    {
        if (Take("("))
        {
            return ++_depth <= Deepest && Or() is { } inner && Take(")") ? inner : null;
        }

        if (Take("contains"))
        {
            return Take("(") && Field() is { } within && Take(",") && Value() is { } part && Take(")")
                ? r => within(r).Contains(part, StringComparison.OrdinalIgnoreCase)
                : null;
        }

        return Field() is { } field && Take("eq") && Value() is { } value ? r => field(r).Equals(value, StringComparison.OrdinalIgnoreCase) : null;
    }

    private Func<AssociatedResource, string>? Field() =>
        _next < _tokens.Count && AssociatedResource.Fields.TryGetValue(_tokens[_next], out var field) && _next++ >= 0 ? field : null;

    private string? Value() =>
        _next < _tokens.Count && _tokens[_next].StartsWith('\'') ? _tokens[_next++][1..^1].Replace("''", "'", StringComparison.Ordinal) : null;

    private bool Take(string word)
    {
        if (_next >= _tokens.Count || !_tokens[_next].Equals(word, StringComparison.OrdinalIgnoreCase))
        {
            return false;
        }

        _next++;
        return true;
    }

    [GeneratedRegex("'(?:[^']|'')*'|[A-Za-z]+|[(),]")]
    private static partial Regex Token();
}
