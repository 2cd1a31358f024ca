using System.Text.Json.Nodes;
using Verditer.Authorization;
using Verditer.Core;
using Verditer.ResourceManager;

namespace Verditer.Providers.Management;

/// <summary>What looks at the hierarchy as a whole: descendants, entities, names, and the backfill that every tenant has behind it.</summary>
internal sealed class EntityEndpoints(ManagementGroupIndex groups, ManagementGroupRules rules, ManagementGroupBody bodies, SubscriptionIndex subscriptions, IAuthorizer authorizer)
{
    private const string Provider = "/providers/Microsoft.Management";

    public IEnumerable<ArmEndpoint> All =>
    [
        new("GET", ManagementGroupEndpoints.Path + "/{group}/descendants", null, (context, _) => new(Descendants(context))),
        new("POST", Provider + "/getEntities", null, (context, _) => new(Entities(context))),
        new("POST", Provider + "/checkNameAvailability", null, (context, _) => new(CheckName(context))),
        new("POST", Provider + "/tenantBackfillStatus", null, (context, _) => new(Backfill(context))),
        new("POST", Provider + "/startTenantBackfill", null, (context, _) => new(Backfill(context))),
    ];

    private Result<ArmResponse> Descendants(ArmContext context) =>
        rules.Find(context.Caller, context.Target.Values["group"], "Microsoft.Management/managementGroups/descendants/read").TryGet(out var group, out var error)
            ? ArmResponse.List(Below(group, ScopeHierarchy.MostGroups))
            : error;

    private IEnumerable<JsonNode> Below(ManagementGroup group, int levels)
    {
        foreach (var child in levels > 0 ? groups.ChildrenOf(group.Key) : [])
        {
            yield return Descendant(child.Id, ManagementGroupBody.Type, child.Name, child.DisplayName, group);
            foreach (var further in Below(child, levels - 1))
            {
                yield return further;
            }
        }

        foreach (var subscription in bodies.SubscriptionsOf(group))
        {
            yield return Descendant($"/subscriptions/{subscription.Id}", "/subscriptions", subscription.Id, subscription.DisplayName, group);
        }
    }

    private static JsonObject Descendant(string id, string type, string name, string displayName, ManagementGroup parent) => new()
    {
        ["id"] = id,
        ["type"] = type,
        ["name"] = name,
        ["properties"] = new JsonObject { ["displayName"] = displayName, ["parent"] = new JsonObject { ["id"] = parent.Id } },
    };

    /// <summary>The groups and subscriptions that the caller may see, each with its place.</summary>
    private Result<ArmResponse> Entities(ArmContext context)
    {
        var caller = context.Caller;
        groups.RootOf(caller.TenantId);
        List<JsonNode?> all =
        [
            .. groups.List(caller.TenantId).Where(g => rules.IsVisible(caller, g)).Select(g => Entity(g.Id, ManagementGroupBody.Type, g.Name, g.DisplayName, g.TenantId, g.ParentKey)),
            .. subscriptions.List(caller.TenantId).Where(s => authorizer.HoldsRoleWithin(caller, ResourceId.Subscription(s.Id).Key))
                .Select(s => Entity($"/subscriptions/{s.Id}", "/subscriptions", s.Id, s.DisplayName, s.TenantId, groups.GroupOf(ResourceId.Subscription(s.Id).Key))),
        ];
        return ArmResponse.Ok(new JsonObject { ["count"] = all.Count, ["value"] = new JsonArray([.. all]) });
    }

    private JsonObject Entity(string id, string type, string name, string displayName, string tenantId, string? parentKey)
    {
        var above = Above(parentKey).Take(ScopeHierarchy.MostGroups).Reverse().ToList();
        var key = id.ToLowerInvariant();
        var childGroups = groups.ChildrenOf(key).Count;
        return new JsonObject
        {
            ["id"] = id,
            ["type"] = type,
            ["name"] = name,
            ["properties"] = new JsonObject
            {
                ["tenantId"] = tenantId,
                ["displayName"] = displayName,
                ["parent"] = new JsonObject { ["id"] = above.LastOrDefault()?.Id },
                ["parentNameChain"] = new JsonArray([.. above.Select(g => (JsonNode)g.Name)]),
                ["parentDisplayNameChain"] = new JsonArray([.. above.Select(g => (JsonNode)g.DisplayName)]),
                ["numberOfChildren"] = childGroups + groups.SubscriptionsOf(key).Count,
                ["numberOfChildGroups"] = childGroups,
            },
        };
    }

    /// <summary>The groups from this one to the root.</summary>
    private IEnumerable<ManagementGroup> Above(string? key)
    {
        for (var group = groups.FindKey(key); group is not null; group = groups.FindKey(group.ParentKey))
        {
            yield return group;
        }
    }

    private Result<ArmResponse> CheckName(ArmContext context)
    {
        var name = context.Body.Text("name") ?? "";
        groups.RootOf(context.Caller.TenantId);
        var problem = rules.CheckCreation(context.Caller, name, groups.RootOf(context.Caller.TenantId));
        return ArmResponse.Ok(new JsonObject
        {
            ["nameAvailable"] = problem is null,
            ["reason"] = problem is null ? null : problem.Status == 409 ? "AlreadyExists" : "Invalid",
            ["message"] = problem is null ? null : problem.Status == 409 ? $"The management group '{name}' exists already." : problem.Message,
        });
    }

    private static Result<ArmResponse> Backfill(ArmContext context) =>
        ArmResponse.Ok(new JsonObject { ["tenantId"] = context.Caller.TenantId, ["status"] = "Completed" });
}
