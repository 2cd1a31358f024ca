using System.Text.Json.Nodes;
using Verditer.Core;

namespace Verditer.Directory;

/// <summary>The permissions that an application says it needs (<c>requiredResourceAccess</c>). Whether the API offers them is not asked, as in Entra.</summary>
/// <remarks>Source: https://learn.microsoft.com/graph/api/resources/requiredresourceaccess</remarks>
internal static class RequiredAccessRules
{
    private const string Property = "requiredResourceAccess";
    private const int MostResources = 50;
    private const int MostPermissions = 400;

    public static GraphError? Refuse(JsonObject properties)
    {
        if (properties[Property] is null)
        {
            return null;
        }

        var all = (properties[Property] as JsonArray)?.ToList();
        return all is null || all.Count > MostResources || all.Exists(each => !IsId(each.Text("resourceAppId")) || !HasPermissions(each))
            || all.Sum(each => ((JsonArray)each!["resourceAccess"]!).Count) > MostPermissions
            || all.DistinctBy(each => each.Text("resourceAppId")).Count() < all.Count
            ? GraphError.Invalid(Property, "Application")
            : null;
    }

    private static bool HasPermissions(JsonNode? each) => each is JsonObject found && found["resourceAccess"] is JsonArray list
        && list.All(access => IsId(access.Text("id")) && access.Text("type") is ("Scope" or "Role"));

    private static bool IsId(string? text) => Guid.TryParse(text, out _);
}
