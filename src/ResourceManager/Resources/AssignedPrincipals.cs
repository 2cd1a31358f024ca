using System.Text.Json.Nodes;
using Verditer.Core;

namespace Verditer.ResourceManager;

/// <summary>Whose identity a resource was given under an id: the principal stands beside the id. An identity that is deleted and made anew under its id has another.</summary>
public static class AssignedPrincipals
{
    /// <summary>The principal's object id as the resource stores it; null where it stores none for this id.</summary>
    public static string? Find(JsonObject resource, string identityId) =>
        Same(resource.At("identity", "userAssignedIdentities") as JsonObject, p => p.Key, identityId).Text("principalId")
        ?? Same(resource.At("properties", "identityProfile") as JsonObject, p => p.Value.Text("resourceId"), identityId).Text("objectId");

    /// <summary>True where the directory has another identity under this id than the one that the resource was given.</summary>
    public static bool IsMadeAnew(IDirectory directory, JsonObject resource, string identityId) =>
        Find(resource, identityId) is { } given && directory.FindManagedIdentity(identityId) is { } now && now.PrincipalId != given;

    private static JsonNode? Same(JsonObject? among, Func<KeyValuePair<string, JsonNode?>, string?> idOf, string id) =>
        among?.FirstOrDefault(p => string.Equals(idOf(p), id, StringComparison.OrdinalIgnoreCase)).Value;
}
