using System.Text.Json.Nodes;
using Verditer.Core;
using Verditer.Storage;

namespace Verditer.ResourceManager;

/// <summary>A role assignment as it is stored: an ordinary resource, whoever makes it.</summary>
public static class RoleAssignmentDocument
{
    public static readonly ResourceType Type = ResourceType.Parse("Microsoft.Authorization/roleAssignments");
    public static readonly ResourceType DefinitionType = ResourceType.Parse("Microsoft.Authorization/roleDefinitions");

    /// <summary>The body of an assignment.</summary>
    /// <param name="roleDefinitionId">Full id of the role definition.</param>
    /// <param name="createdBy">Object id of who made it; empty for what Verditer itself makes at the first start.</param>
    public static JsonObject Body(
        ResourceId id, string roleDefinitionId, string principalId, PrincipalKind kind, string createdBy, DateTimeOffset now)
    {
        var time = ArmTime.Write(now);
        return new JsonObject
        {
            ["id"] = id.Text,
            ["name"] = id.Name,
            ["type"] = Type.FullName,
            ["properties"] = new JsonObject
            {
                ["roleDefinitionId"] = roleDefinitionId,
                ["principalId"] = principalId,
                ["principalType"] = kind.ToString(),
                ["scope"] = id.Parent!.Text,
                ["condition"] = null,
                ["conditionVersion"] = null,
                ["createdOn"] = time,
                ["updatedOn"] = time,
                ["createdBy"] = createdBy,
                ["updatedBy"] = createdBy,
                ["delegatedManagedIdentityResourceId"] = null,
                ["description"] = null,
            },
        };
    }

    /// <summary>Full id of a built-in role in a subscription.</summary>
    public static string BuiltIn(string subscriptionId, string roleGuid) =>
        ResourceId.Subscription(subscriptionId).Provider(DefinitionType, roleGuid).Text;

    /// <summary>The id of an assignment whose name follows from what it says, so that making it twice makes one.</summary>
    public static ResourceId IdFor(ResourceId scope, string roleGuid, string principalId) =>
        scope.Provider(Type, DerivedName.Of(scope.Key, roleGuid, principalId));

    /// <summary>Adds a built-in role for a principal at a subscription to a batch.</summary>
    public static void Put(
        WriteBatch batch, string subscriptionId, string roleGuid, string principalId, PrincipalKind kind, DateTimeOffset now)
    {
        var id = IdFor(ResourceId.Subscription(subscriptionId), roleGuid, principalId);
        batch.Put(StoredResource.Collection, id.Key, Json.ToBytes(Body(id, BuiltIn(subscriptionId, roleGuid), principalId, kind, "", now)));
    }
}
