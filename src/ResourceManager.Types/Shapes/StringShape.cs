using System.Text.RegularExpressions;

namespace Verditer.ResourceManager.Types;

/// <summary>Text, with its limits.</summary>
public sealed class StringShape : Shape
{
    private static readonly TimeSpan MatchTimeout = TimeSpan.FromMilliseconds(100);

    private readonly Lazy<Regex>? _regex;

    internal StringShape(long? leastLength, long? greatestLength, string? pattern, bool isSecret)
    {
        (LeastLength, GreatestLength, Pattern, IsSecret) = (leastLength, greatestLength, pattern, isSecret);
        _regex = pattern is null ? null : new Lazy<Regex>(() => Compile(ToEndOfText(pattern)));
    }

    /// <summary>In UTF-16 code units.</summary>
    public long? LeastLength { get; }

    /// <summary>In UTF-16 code units.</summary>
    public long? GreatestLength { get; }

    /// <summary>A regular expression that some part of the text matches.</summary>
    public string? Pattern { get; }

    public override bool IsSecret { get; }

    public override string Expectation => "a string";

    /// <summary>True when there is no pattern, or the text matches it. A pattern that takes too long on a text does not refuse it.</summary>
    public bool Matches(string text)
    {
        try
        {
            return _regex is null || _regex.Value.IsMatch(text);
        }
        catch (RegexMatchTimeoutException)
        {
            return true;
        }
    }

    /// <summary>The patterns are JavaScript's, where <c>$</c> is the end of the text; in .NET it also stands before a last line feed.</summary>
    private static string ToEndOfText(string pattern) =>
        pattern.EndsWith('$') && !pattern.EndsWith("\\$", StringComparison.Ordinal) ? $@"{pattern[..^1]}\z" : pattern;

    /// <summary>In linear time where the pattern allows that (no look-around), otherwise with a time limit.</summary>
    private static Regex Compile(string pattern)
    {
        try
        {
            return new Regex(pattern, RegexOptions.CultureInvariant | RegexOptions.NonBacktracking, MatchTimeout);
        }
        catch (NotSupportedException)
        {
            return new Regex(pattern, RegexOptions.CultureInvariant, MatchTimeout);
        }
    }
}
