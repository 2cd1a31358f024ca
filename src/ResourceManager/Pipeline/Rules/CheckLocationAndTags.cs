using System.Text.Json.Nodes;
using Verditer.Core;

namespace Verditer.ResourceManager;

/// <summary>A resource with a location names one that exists and keeps it; tags are strings within ARM's limits.</summary>
internal sealed class CheckLocationAndTags(ResourceTypeRegistry types) : IRequestRule
{
    public static readonly ArmError LocationRequired = new(400, "LocationRequired", "The location property is required for this definition.", "location");

    private const int MostTags = 50;
    private const int LongestTagName = 512;
    private const int LongestTagValue = 256;

    public ValueTask<ArmError?> CheckAsync(ArmContext context, CancellationToken cancellationToken) =>
        new(context.IsWrite ? CheckLocation(context) ?? CheckTags(context.Body["tags"]) : null);

    private ArmError? CheckLocation(ArmContext context)
    {
        var isGroup = context.Target.Type == ResourceType.ResourceGroup;
        if (context.Body.Text("location") is not { } given)
        {
            var needed = context.Request.Method == "PUT" && context.Existing is null
                && (isGroup || IsTracked(context));
            return needed ? LocationRequired : null;
        }

        var name = AzureLocations.Normalize(given);
        if (AzureLocations.Find(name) is null && name != "global")
        {
            var all = string.Join(',', AzureLocations.Names);
            return isGroup
                ? new ArmError(400, "LocationNotAvailableForResourceGroup",
                    $"The provided location '{given}' is not available for resource group. List of available regions is '{all}'.", "location")
                : new ArmError(400, "LocationNotAvailableForResourceType",
                    $"The provided location '{given}' is not available for resource type '{context.Target.Type}'. List of available regions for the resource type is '{all}'.", "location");
        }

        return context.Existing?.Location is { } old && AzureLocations.Normalize(old) != name ? Moved(context, isGroup, old, given) : null;
    }

    /// <summary>Azure's tracked resources lie in a group and have a location and tags; the data does not always say that the location is required.</summary>
    private bool IsTracked(ArmContext context) => types.Version(context.Target.Type, context.ApiVersion)?.Top is { } top
        && (top.IsTracked || (top.Location && top.Tags && context.Id.Parent?.Type == ResourceType.ResourceGroup));

    private static ArmError Moved(ArmContext context, bool isGroup, string old, string given) => isGroup
        ? new ArmError(409, "InvalidResourceGroupLocation",
            $"Invalid resource group location '{given}'. The Resource group already exists in location '{old}'.")
        : new ArmError(409, "InvalidResourceLocation",
            $"The resource '{context.Id.Name}' already exists in location '{old}' in resource group '{context.Id.ResourceGroup}'. A resource with the same name cannot be created in location '{given}'. Please select a new resource name.");

    private static ArmError? CheckTags(JsonNode? node)
    {
        if (node is not JsonObject tags)
        {
            return node is null ? null : new ArmError(400, "InvalidTagsFormat", "The tags are not an object of names and values.", "tags");
        }

        if (tags.Count > MostTags)
        {
            return new ArmError(400, "TagsCountExceeded", $"The number of tags is {tags.Count}; a resource has at most {MostTags}.", "tags");
        }

        if (tags.GroupBy(tag => tag.Key, StringComparer.OrdinalIgnoreCase).FirstOrDefault(same => same.Count() > 1) is { } twice)
        {
            return new ArmError(400, "InvalidTagName", $"The tag '{twice.Key}' is there more than once: the names of tags are the same in any case.", "tags");
        }

        foreach (var (name, value) in tags)
        {
            if (name.Length > LongestTagName || name.IndexOfAny(['<', '>', '%', '&', '\\', '?', '/']) >= 0)
            {
                return new ArmError(400, "InvalidTagName", $"The tag name '{name}' is longer than {LongestTagName} characters or has one of '<>%&\\?/'.", "tags");
            }

            if (value is not null && (value is not JsonValue text || !text.TryGetValue(out string? s) || s.Length > LongestTagValue))
            {
                return new ArmError(400, "InvalidTagValue", $"The value of the tag '{name}' is not a string of at most {LongestTagValue} characters.", $"tags.{name}");
            }
        }

        return null;
    }
}
