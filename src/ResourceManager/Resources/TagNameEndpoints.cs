using System.Text.Json.Nodes;
using Verditer.Core;

namespace Verditer.ResourceManager;

/// <summary>
/// The tags that there are in a subscription, with how many groups and resources bear each: what <c>az tag list</c> shows. Counted from the resources; a name or value that nobody
/// bears is not there. Source: Tags_List in the REST specifications.
/// </summary>
internal sealed class TagNameEndpoints(ResourceStore resources)
{
    public IEnumerable<ArmEndpoint> All =>
    [
        new("GET", "/subscriptions/{subscriptionId}/tagNames", "Microsoft.Resources/subscriptions/tagNames/read", ListAsync) { ListsResources = true },
    ];

    private async ValueTask<Result<ArmResponse>> ListAsync(ArmContext context, CancellationToken cancellationToken)
    {
        var all = await resources.ListBelowAsync(context.Id, cancellationToken);
        var names = all.Where(r => context.MayRead(r.Id))
            .SelectMany(r => r.Body["tags"] as JsonObject ?? [])
            .GroupBy(tag => tag.Key, StringComparer.OrdinalIgnoreCase)
            .OrderBy(tags => tags.Key, StringComparer.OrdinalIgnoreCase);
        return ArmResponse.List(names.Select(tags => Name($"/subscriptions/{context.Id.SubscriptionId}/tagNames/{tags.Key}", tags.Key, [.. tags.Select(t => t.Value?.ToString() ?? "")])));
    }

    private static JsonNode Name(string id, string name, List<string> values) => new JsonObject
    {
        ["id"] = id,
        ["tagName"] = name,
        ["count"] = Count(values.Count),
        ["values"] = new JsonArray([.. values.GroupBy(v => v, StringComparer.Ordinal).OrderBy(v => v.Key, StringComparer.Ordinal).Select(v => new JsonObject
        {
            ["id"] = $"{id}/tagValues/{v.Key}",
            ["tagValue"] = v.Key,
            ["count"] = Count(v.Count()),
        })]),
    };

    private static JsonObject Count(int value) => new() { ["type"] = "Total", ["value"] = value };
}
