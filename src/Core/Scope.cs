namespace Verditer.Core;

/// <summary>Comparison of scopes by whole segments: <c>…/rg1</c> holds <c>…/rg1/x</c> and never <c>…/rg10</c>.</summary>
public static class Scope
{
    /// <summary>True when <paramref name="inner"/> is <paramref name="outer"/> or lies below it. Both in lower case; the tenant is <c>/</c>.</summary>
    public static bool Contains(ReadOnlySpan<char> outer, ReadOnlySpan<char> inner)
    {
        outer = outer.TrimEnd('/');
        inner = inner.TrimEnd('/');
        return inner.StartsWith(outer, StringComparison.Ordinal)
            && (inner.Length == outer.Length || inner[outer.Length] == '/');
    }

    /// <summary>The scopes that hold <paramref name="scope"/>, itself first, the tenant (<c>/</c>) last, in the case given.</summary>
    public static IEnumerable<string> SelfAndAbove(string scope)
    {
        for (var text = scope.TrimEnd('/'); text.Length > 0; text = text[..text.LastIndexOf('/')])
        {
            yield return text;
        }

        yield return "/";
    }
}
