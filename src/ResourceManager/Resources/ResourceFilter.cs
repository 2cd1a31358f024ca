using System.Text.RegularExpressions;
using Verditer.Core;

namespace Verditer.ResourceManager;

/// <summary>
/// The <c>$filter</c> of resource and group lists: <c>resourceType</c>, <c>name</c>, <c>location</c>, <c>resourceGroup</c>, <c>tagName</c>, <c>tagValue</c> with <c>eq</c> and
/// <c>ne</c>, joined by <c>and</c>/<c>or</c>, and <c>substringof('x', name)</c>. Source: the $filter parameter of Resources_List in the REST specifications.
/// </summary>
public static partial class ResourceFilter
{
    /// <summary>Null when the filter can be read; otherwise the refusal.</summary>
    public static ArmError? Check(string? filter) =>
        filter is null || Alternatives(filter).All(terms => terms.All(t => Term().IsMatch(t)))
            ? null
            : new ArmError(400, "InvalidFilterInQueryString", $"Invalid $filter '{filter}' specified in the query string.", "$filter");

    public static bool Matches(StoredResource resource, string? filter) =>
        filter is null || Alternatives(filter).Any(terms => terms.All(term => MatchesTerm(resource, term)));

    private static IEnumerable<string[]> Alternatives(string filter) =>
        Or().Split(filter).Select(part => And().Split(part).Select(t => t.Trim().Trim('(', ')').Trim()).Select(Reclose).ToArray());

    // substringof(…) loses its closing parenthesis with those around a group of terms.
    private static string Reclose(string term) => term.StartsWith("substringof(", StringComparison.OrdinalIgnoreCase) ? term + ")" : term;

    private static bool MatchesTerm(StoredResource resource, string term)
    {
        var match = Term().Match(term);
        if (match.Groups["part"].Success)
        {
            return resource.Id.Name.Contains(Unquote(match.Groups["part"].Value), StringComparison.OrdinalIgnoreCase);
        }

        var value = Unquote(match.Groups["value"].Value);
        var equal = match.Groups["name"].Value.ToLowerInvariant() switch
        {
            "resourcetype" => Is(resource.Id.Type.FullName, value),
            "name" => Is(resource.Id.Name, value),
            "location" => Is(resource.Location, AzureLocations.Normalize(value)),
            "resourcegroup" => Is(resource.Id.ResourceGroup, value),
            "tagname" => resource.Body.At("tags") is System.Text.Json.Nodes.JsonObject tags && tags.Any(t => Is(t.Key, value)),
            "tagvalue" => resource.Body.At("tags") is System.Text.Json.Nodes.JsonObject tags && tags.Any(t => t.Value?.GetValue<string>() == value),
            "identity/principalid" => Is(resource.Body.Text("identity", "principalId"), value),
            "managedby" => Is(resource.Body.Text("managedBy"), value),
            _ => false,
        };
        return equal == match.Groups["op"].Value.Equals("eq", StringComparison.OrdinalIgnoreCase);
    }

    private static bool Is(string? a, string b) => string.Equals(a, b, StringComparison.OrdinalIgnoreCase);

    private static string Unquote(string text) => text.Replace("''", "'", StringComparison.Ordinal);

    [GeneratedRegex(@"^(?:(?<name>resourceType|name|location|resourceGroup|tagName|tagValue|identity/principalId|managedBy)\s+(?<op>eq|ne)\s+'(?<value>(?:[^']|'')*)'|substringof\('(?<part>(?:[^']|'')*)',\s*name\))$", RegexOptions.IgnoreCase)]
    private static partial Regex Term();

    [GeneratedRegex(@"\s+and\s+", RegexOptions.IgnoreCase)]
    private static partial Regex And();

    [GeneratedRegex(@"\s+or\s+", RegexOptions.IgnoreCase)]
    private static partial Regex Or();
}
