using Verditer.Core;

namespace Verditer.ResourceManager;

/// <summary>
/// The <c>$filter</c> of resource and group lists: <c>resourceType</c>, <c>name</c>, <c>location</c>, <c>resourceGroup</c>, <c>tagName</c>, <c>tagValue</c> with <c>eq</c> and
/// <c>ne</c>, <c>substringof('x', name)</c>, joined by <c>and</c>, <c>or</c> and parentheses. A tag's name and value joined by <c>and</c> are those of one tag.
/// Source: the $filter parameter of Resources_List in the REST specifications.
/// </summary>
public static class ResourceFilter
{
    public static ArmError Refuse(string? filter) =>
        new(400, "InvalidFilterInQueryString", $"Invalid $filter '{filter}' specified in the query string.", "$filter");

    /// <summary>The filter, read once for many resources. Null when it cannot be read.</summary>
    public static Func<StoredResource, bool>? Read(string? filter) =>
        filter is null ? _ => true : FilterParser.Parse(filter) is { } term ? term.Matches : null;
}
