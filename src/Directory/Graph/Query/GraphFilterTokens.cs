namespace Verditer.Directory;

/// <summary>The words, signs and literals of a filter.</summary>
internal static class GraphFilterTokens
{
    private const string Signs = "(),:";

    public static List<string> Read(string text)
    {
        var tokens = new List<string>();
        for (var at = 0; at < text.Length;)
        {
            if (char.IsWhiteSpace(text[at]))
            {
                at++;
                continue;
            }

            var end = IsSign(text[at]) ? at + 1 : text[at] == '\'' ? EndOfLiteral(text, at) : EndOfWord(text, at);
            tokens.Add(text[at..end]);
            at = end;
        }

        return tokens;
    }

    private static bool IsSign(char c) => Signs.Contains(c, StringComparison.Ordinal);

    /// <summary>A quote inside a literal is written twice.</summary>
    private static int EndOfLiteral(string text, int at)
    {
        for (var end = at + 1; end < text.Length; end++)
        {
            if (text[end] != '\'')
            {
                continue;
            }

            if (end + 1 == text.Length || text[end + 1] != '\'')
            {
                return end + 1;
            }

            end++;
        }

        throw new FormatException($"There is an unterminated literal at position {text.Length} in '{text}'.");
    }

    /// <summary>A time (<c>2026-03-01T12:00:00Z</c>) has colons of its own.</summary>
    private static int EndOfWord(string text, int at)
    {
        var isNumber = char.IsAsciiDigit(text[at]);
        var end = at;
        while (end < text.Length && !char.IsWhiteSpace(text[end]) && (!IsSign(text[end]) || (isNumber && text[end] == ':')) && text[end] != '\'')
        {
            end++;
        }

        return end;
    }
}
