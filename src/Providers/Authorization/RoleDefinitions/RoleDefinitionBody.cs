using System.Text.Json.Nodes;
using Verditer.Authorization;
using Verditer.Core;
using Verditer.ResourceManager;

namespace Verditer.Providers.Authorization;

/// <summary>Role definitions as Resource Manager shows them.</summary>
internal static class RoleDefinitionBody
{
    /// <summary>A role's id as a scope has it: below the scope's subscription, otherwise below the tenant.</summary>
    public static ResourceId IdAt(ResourceId scope, string guid) =>
        (scope.SubscriptionScope ?? ResourceId.Tenant).Provider(RoleAssignmentDocument.DefinitionType, guid);

    public static JsonObject OfBuiltIn(RoleDefinition role, ResourceId id) => new()
    {
        ["properties"] = new JsonObject
        {
            ["roleName"] = role.Name,
            ["type"] = "BuiltInRole",
            ["description"] = role.Description,
            ["assignableScopes"] = new JsonArray("/"),
            ["permissions"] = Permissions(role),
            ["createdBy"] = null,
            ["updatedBy"] = null,
        },
        ["id"] = id.Text,
        ["type"] = RoleAssignmentDocument.DefinitionType.FullName,
        ["name"] = role.Id,
    };

    /// <summary>A custom role as it is stored.</summary>
    /// <param name="sent">The <c>properties</c> that the client sent.</param>
    public static JsonObject OfCustom(ResourceId id, JsonObject sent, JsonObject? existing, string caller, DateTimeOffset now) => new()
    {
        ["id"] = id.Text,
        ["name"] = id.Name,
        ["type"] = RoleAssignmentDocument.DefinitionType.FullName,
        ["properties"] = new JsonObject
        {
            ["roleName"] = sent.Text("roleName"),
            ["type"] = "CustomRole",
            ["description"] = sent.Text("description") ?? "",
            ["assignableScopes"] = sent["assignableScopes"]!.DeepClone(),
            ["permissions"] = new JsonArray([.. (sent["permissions"] as JsonArray ?? []).Select(Permission)]),
            ["createdOn"] = existing.Text("properties", "createdOn") ?? ArmTime.Write(now),
            ["updatedOn"] = ArmTime.Write(now),
            ["createdBy"] = existing.Text("properties", "createdBy") ?? caller,
            ["updatedBy"] = caller,
        },
    };

    public static JsonArray Permissions(RoleDefinition role) => new([.. role.Permissions.Select(Permission)]);

    private static JsonNode Permission(Permission permission)
    {
        var node = new JsonObject
        {
            ["actions"] = Texts(permission.Actions),
            ["notActions"] = Texts(permission.NotActions),
            ["dataActions"] = Texts(permission.DataActions),
            ["notDataActions"] = Texts(permission.NotDataActions),
        };
        if (permission.Condition is { } condition)
        {
            node["conditionVersion"] = "2.0";
            node["condition"] = condition.Text;
        }

        return node;
    }

    private static JsonNode Permission(JsonNode? sent) => new JsonObject
    {
        ["actions"] = sent.At("actions")?.DeepClone() ?? new JsonArray(),
        ["notActions"] = sent.At("notActions")?.DeepClone() ?? new JsonArray(),
        ["dataActions"] = sent.At("dataActions")?.DeepClone() ?? new JsonArray(),
        ["notDataActions"] = sent.At("notDataActions")?.DeepClone() ?? new JsonArray(),
    };

    private static JsonArray Texts(IReadOnlyList<ActionPattern> patterns) => new([.. patterns.Select(p => (JsonNode)p.Text)]);
}
