using System.Text.Json.Nodes;
using Verditer.Authorization;
using Verditer.ResourceManager;

namespace Verditer.Providers.Management;

/// <summary>Management groups as Resource Manager shows them.</summary>
internal sealed class ManagementGroupBody(ManagementGroupIndex groups, SubscriptionIndex subscriptions)
{
    public const string Type = "Microsoft.Management/managementGroups";

    /// <summary>As it is stored, and as a GET without <c>$expand</c> shows it.</summary>
    public JsonObject Show(ManagementGroup group) => Stored(group, groups.FindKey(group.ParentKey), null, null);

    /// <param name="updatedTime">As ARM writes it; null for the root group, which nobody made.</param>
    public static JsonObject Stored(ManagementGroup group, ManagementGroup? parent, string? updatedTime, string? updatedBy) => new()
    {
        ["id"] = group.Id,
        ["type"] = Type,
        ["name"] = group.Name,
        ["properties"] = new JsonObject
        {
            ["tenantId"] = group.TenantId,
            ["displayName"] = group.DisplayName,
            ["details"] = new JsonObject
            {
                ["version"] = 1,
                ["updatedTime"] = updatedTime,
                ["updatedBy"] = updatedBy,
                ["parent"] = parent is null ? null : new JsonObject { ["id"] = parent.Id, ["name"] = parent.Name, ["displayName"] = parent.DisplayName },
            },
        },
    };

    /// <summary>A line of a list.</summary>
    public static JsonObject Line(ManagementGroup group) => new()
    {
        ["id"] = group.Id,
        ["type"] = Type,
        ["name"] = group.Name,
        ["properties"] = new JsonObject { ["tenantId"] = group.TenantId, ["displayName"] = group.DisplayName },
    };

    /// <summary>What lies directly in a group: management groups, then subscriptions.</summary>
    /// <param name="levels">How many levels of groups are opened: 1 for the group's own, <see cref="ScopeHierarchy.MostGroups"/> for all.</param>
    public JsonArray Children(ManagementGroup group, int levels)
    {
        var below = groups.ChildrenOf(group.Key).Select(child => new JsonObject
        {
            ["type"] = Type,
            ["id"] = child.Id,
            ["name"] = child.Name,
            ["displayName"] = child.DisplayName,
            ["children"] = levels > 1 ? Children(child, levels - 1) : null,
        });
        var leaves = SubscriptionsOf(group).Select(s => new JsonObject
        {
            ["type"] = "/subscriptions",
            ["id"] = $"/subscriptions/{s.Id}",
            ["name"] = s.Id,
            ["displayName"] = s.DisplayName,
        });
        return new JsonArray([.. below.Concat(leaves)]);
    }

    public IEnumerable<Subscription> SubscriptionsOf(ManagementGroup group) => groups.SubscriptionsOf(group.Key).Select(subscriptions.Find).OfType<Subscription>();

    public static JsonObject Placement(ManagementGroup group, Subscription subscription) => new()
    {
        ["id"] = $"{group.Id}/subscriptions/{subscription.Id}",
        ["type"] = Type + "/subscriptions",
        ["name"] = subscription.Id,
        ["properties"] = new JsonObject
        {
            ["tenant"] = subscription.TenantId,
            ["displayName"] = subscription.DisplayName,
            ["parent"] = new JsonObject { ["id"] = group.Id },
            ["state"] = "Active",
        },
    };
}
