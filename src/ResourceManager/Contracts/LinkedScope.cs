using System.Text.Json.Nodes;

namespace Verditer.ResourceManager;

/// <summary>Another resource that a body refers to, and the action that the caller needs on it: <c>LinkedAuthorizationFailed</c> without.</summary>
/// <param name="Action">Such as <c>Microsoft.Network/virtualNetworks/subnets/join/action</c>.</param>
public readonly record struct LinkedScope(string Action, string Scope);

/// <summary>A property of a type that refers to another resource, as data. Names are compared without regard to case: within a map they stand as the client wrote them.</summary>
/// <param name="Path">Property names from the resource's root; <c>*</c> stands for every element of an array or every property's value, <c>{keys}</c> for every property's name.</param>
/// <param name="Action">The action needed on what it refers to; <c>{type}</c> stands for the type of that.</param>
public sealed record LinkedProperty(string Path, string Action)
{
    /// <summary>Every resource with an <c>identity</c> section: assigning an identity needs a right on it.</summary>
    public static readonly LinkedProperty AssignedIdentity = new("identity.userAssignedIdentities.{keys}", AssignIdentity);

    /// <summary>The same as clients of Microsoft.Compute before 2018-06-01 say it.</summary>
    public static readonly LinkedProperty OldAssignedIdentity = new("identity.identityIds.*", AssignIdentity);

    private const string AssignIdentity = "Microsoft.ManagedIdentity/userAssignedIdentities/assign/action";

    /// <summary>The ids that this property refers to in a body.</summary>
    public IEnumerable<string> Find(JsonNode body) => Walk(body, Path.Split('.'), 0);

    private static IEnumerable<string> Walk(JsonNode? node, string[] path, int index)
    {
        if (index == path.Length)
        {
            return node is JsonValue value && value.TryGetValue(out string? id) && !string.IsNullOrEmpty(id) ? [id] : [];
        }

        return (path[index], node) switch
        {
            ("{keys}", JsonObject obj) => obj.Select(p => p.Key),
            ("*", JsonArray array) => array.SelectMany(item => Walk(item, path, index + 1)),
            ("*", JsonObject obj) => obj.SelectMany(p => Walk(p.Value, path, index + 1)),
            (var name, JsonObject obj) => Named(obj, name).SelectMany(value => Walk(value, path, index + 1)),
            _ => [],
        };
    }

    private static IEnumerable<JsonNode?> Named(JsonObject obj, string name) =>
        obj.Where(p => p.Key.Equals(name, StringComparison.OrdinalIgnoreCase)).Select(p => p.Value);
}
