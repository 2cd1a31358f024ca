using System.Text.RegularExpressions;
using Verditer.Core;

namespace Verditer.Providers.Authorization;

/// <summary>
/// A <c>$filter</c> of Microsoft.Authorization: terms joined by <c>and</c>, each a function (<c>atScope()</c>, <c>assignedTo('…')</c>) or a comparison
/// (<c>principalId eq '…'</c>). A term is kept by its name in lower case; one without a value has an empty one.
/// </summary>
internal sealed partial class FilterTerms
{
    private readonly Dictionary<string, string> _values = new(StringComparer.OrdinalIgnoreCase);

    public bool Has(string name) => _values.ContainsKey(name);

    public string? ValueOf(string name) => _values.GetValueOrDefault(name);

    /// <param name="known">The names of the terms that the list understands.</param>
    /// <returns>The terms, or the refusal of a filter that the list does not understand.</returns>
    public static Result<FilterTerms> Read(string? filter, params ReadOnlySpan<string> known)
    {
        var terms = new FilterTerms();
        var at = 0;
        while (!string.IsNullOrWhiteSpace(filter) && at < filter.Length)
        {
            var match = Term().Match(filter, at);
            if (!match.Success || match.Index != at || !known.Contains(match.Groups["name"].Value, StringComparer.OrdinalIgnoreCase))
            {
                return Unsupported(filter, known);
            }

            terms._values[match.Groups["name"].Value] = match.Groups["value"].Value.Replace("''", "'", StringComparison.Ordinal);
            at += match.Length;
        }

        return terms;
    }

    public static ArmError Unsupported(string filter, ReadOnlySpan<string> known) => new(400, "UnsupportedFilter",
        $"The filter '{filter}' is not supported. Supported are these terms, joined by 'and': {string.Join(", ", known!)}.", "$filter");

    [GeneratedRegex(@"\G\s*(?:(?<name>\w+)\s*\(\s*(?:'(?<value>(?:[^']|'')*)')?\s*\)|(?<name>\w+)\s+eq\s+'(?<value>(?:[^']|'')*)')\s*(?:$|\band\b(?=\s*\w))", RegexOptions.IgnoreCase)]
    private static partial Regex Term();
}
