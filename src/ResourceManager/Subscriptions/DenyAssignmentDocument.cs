using System.Text.Json.Nodes;
using Verditer.Core;
using Verditer.Storage;

namespace Verditer.ResourceManager;

/// <summary>
/// A deny assignment as it is stored: an ordinary resource that Azure's own services make, and nobody by a request. It goes with the resource or group on which it
/// stands. Source: Microsoft.Authorization/denyAssignments in the REST specifications.
/// </summary>
public static class DenyAssignmentDocument
{
    public static readonly ResourceType Type = ResourceType.Parse("Microsoft.Authorization/denyAssignments");

    private const string Everyone = "00000000-0000-0000-0000-000000000000";

    /// <summary>The id of a deny assignment whose name follows from its scope and purpose, so that making it twice makes one.</summary>
    public static ResourceId IdFor(ResourceId scope, string name) => scope.Provider(Type, DerivedName.Of(scope.Key, name));

    /// <summary>The body of a deny assignment that forbids everyone but the excluded principals.</summary>
    /// <param name="name">Its display name, which refusals print.</param>
    public static JsonObject Body(
        ResourceId id, string name, string description, IEnumerable<string> actions, IEnumerable<string> notActions, IEnumerable<Principal> excluded, DateTimeOffset now) => new()
        {
            ["id"] = id.Text,
            ["name"] = id.Name,
            ["type"] = Type.FullName,
            ["properties"] = new JsonObject
            {
                ["denyAssignmentName"] = name,
                ["description"] = description,
                ["permissions"] = new JsonArray(new JsonObject
                {
                    ["actions"] = Texts(actions),
                    ["notActions"] = Texts(notActions),
                    ["dataActions"] = new JsonArray(),
                    ["notDataActions"] = new JsonArray(),
                }),
                ["scope"] = id.Parent!.Text,
                ["doNotApplyToChildScopes"] = false,
                ["principals"] = new JsonArray(new JsonObject { ["id"] = Everyone, ["type"] = "SystemDefined" }),
                ["excludePrincipals"] = new JsonArray([.. excluded.Select(p => new JsonObject { ["id"] = p.ObjectId, ["type"] = p.Kind.ToString() })]),
                ["isSystemProtected"] = true,
                ["createdOn"] = ArmTime.Write(now),
                ["updatedOn"] = ArmTime.Write(now),
                ["createdBy"] = null,
                ["updatedBy"] = null,
            },
        };

    /// <summary>Adds the writing of a deny assignment to a batch.</summary>
    public static void Put(WriteBatch batch, ResourceId id, JsonObject body) => batch.Put(StoredResource.Collection, id.Key, Json.ToBytes(body));

    private static JsonArray Texts(IEnumerable<string> texts) => new([.. texts.Select(t => (JsonNode)t)]);
}
