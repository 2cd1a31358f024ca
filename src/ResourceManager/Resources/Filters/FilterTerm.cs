using System.Text.Json.Nodes;
using Verditer.Core;

namespace Verditer.ResourceManager;

/// <summary>A filter, or a part of one.</summary>
internal abstract record FilterTerm
{
    public abstract bool Matches(StoredResource resource);
}

internal sealed record AnyOf(IReadOnlyList<FilterTerm> Terms) : FilterTerm
{
    public override bool Matches(StoredResource resource) => Terms.Any(t => t.Matches(resource));
}

internal sealed record AllOf(IReadOnlyList<FilterTerm> Terms) : FilterTerm
{
    private readonly List<TagTerm> _tags = [.. Terms.OfType<TagTerm>().Where(t => t.IsEqual)];

    public override bool Matches(StoredResource resource) =>
        Terms.All(t => t is TagTerm { IsEqual: true } || t.Matches(resource))
        && (_tags.Count == 0 || TagTerm.TagsOf(resource).Any(tag => _tags.All(t => t.Fits(tag))));
}

/// <summary>A tag's name, without case, or its value.</summary>
internal sealed record TagTerm(bool IsName, bool IsEqual, string Text) : FilterTerm
{
    public static IEnumerable<KeyValuePair<string, JsonNode?>> TagsOf(StoredResource resource) => resource.Body.At("tags") as JsonObject ?? [];

    public bool Fits(KeyValuePair<string, JsonNode?> tag) =>
        IsName ? tag.Key.Equals(Text, StringComparison.OrdinalIgnoreCase) : tag.Value.Text() == Text;

    public override bool Matches(StoredResource resource) => TagsOf(resource).Any(Fits) == IsEqual;
}

internal sealed record NameContains(string Part) : FilterTerm
{
    public override bool Matches(StoredResource resource) => resource.Id.Name.Contains(Part, StringComparison.OrdinalIgnoreCase);
}

/// <param name="Value">What is compared, by the property's name in a filter.</param>
internal sealed record Comparison(Func<StoredResource, string?> Value, bool IsEqual, string Text) : FilterTerm
{
    /// <summary>The properties that a filter can name, in lower case.</summary>
    public static readonly IReadOnlyDictionary<string, Func<StoredResource, string?>> Properties = new Dictionary<string, Func<StoredResource, string?>>
    {
        ["resourcetype"] = r => r.Id.Type.FullName,
        ["name"] = r => r.Id.Name,
        ["location"] = r => r.Location,
        ["resourcegroup"] = r => r.Id.ResourceGroup,
        ["identity/principalid"] = r => r.Body.Text("identity", "principalId"),
        ["managedby"] = r => r.Body.Text("managedBy"),
    };

    public override bool Matches(StoredResource resource) =>
        string.Equals(Value(resource), Text, StringComparison.OrdinalIgnoreCase) == IsEqual;
}
