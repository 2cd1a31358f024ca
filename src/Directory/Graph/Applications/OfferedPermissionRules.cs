using System.Text.Json.Nodes;
using Verditer.Core;

namespace Verditer.Directory;

/// <summary>App roles and scopes that an application offers: ids and values are unique, and one must be disabled before it can go.</summary>
/// <remarks>Source: https://learn.microsoft.com/graph/api/resources/approle, permissionscope</remarks>
internal static class OfferedPermissionRules
{
    public static GraphError? Refuse(JsonObject before, JsonObject after) =>
        Refuse(before["appRoles"], after["appRoles"], "appRoles")
        ?? Refuse((before["api"] as JsonObject)?["oauth2PermissionScopes"], (after["api"] as JsonObject)?["oauth2PermissionScopes"], "oauth2PermissionScopes");

    private static GraphError? Refuse(JsonNode? before, JsonNode? after, string property)
    {
        var (old, now) = (List(before), List(after));
        var ids = now.Select(each => each.Text("id") ?? "").ToList();
        var values = now.Select(each => each.Text("value")).OfType<string>().ToList();
        return ids.Exists(id => !Guid.TryParse(id, out _)) ? GraphError.Invalid(property, "Application")
            : ids.Distinct(StringComparer.OrdinalIgnoreCase).Count() < ids.Count || values.Distinct(StringComparer.Ordinal).Count() < values.Count
                ? GraphError.Bad("Request contains a property with duplicate values.")
            : old.Exists(each => each.Flag("isEnabled") == true && !DirectoryReferences.Has(ids, each.Text("id")))
                ? new GraphError(400, "CannotDeleteOrUpdateEnabledEntitlement", "Permission (scope or role) cannot be deleted or updated unless disabled first.")
            : null;
    }

    private static List<JsonNode?> List(JsonNode? node) => node is JsonArray list ? [.. list] : [];
}
