using System.Text.Json.Nodes;
using Verditer.Core;

namespace Verditer.Directory;

/// <summary>What a change did to an object, by comparing what Graph shows of it before and after. What Graph shows has no secrets.</summary>
internal static class AuditTargets
{
    /// <summary>Set by the directory itself, or no news.</summary>
    private static readonly string[] NotCompared = ["@odata.type", "id", "createdDateTime", "deletedDateTime", "servicePrincipalNames"];

    /// <param name="before">Null for a new object.</param>
    /// <param name="after">Null for one that is gone.</param>
    public static AuditTarget Of(string type, JsonObject? before, JsonObject? after)
    {
        var shown = after ?? before!;
        var names = (after ?? []).Concat(before ?? []).Select(pair => pair.Key).Distinct(StringComparer.Ordinal).Except(NotCompared);
        var modified = names.Select(name => new AuditedProperty(name, Text(before, name), Text(after, name))).Where(property => property.Old != property.New);
        return new((string)shown["id"]!, type, shown.Text("displayName"), shown.Text("userPrincipalName"), [.. modified]);
    }

    /// <summary>The other side of a change, such as the owner who was added.</summary>
    public static AuditTarget Related(JsonObject shown) => new(
        (string)shown["id"]!, TypeOf(shown), shown.Text("displayName"), shown.Text("userPrincipalName"), []);

    /// <summary><c>#microsoft.graph.servicePrincipal</c> is <c>ServicePrincipal</c> in the log.</summary>
    private static string TypeOf(JsonObject shown)
    {
        var name = shown.Text("@odata.type")?.Split('.')[^1] is { Length: > 0 } found ? found : "other";
        return char.ToUpperInvariant(name[0]) + name[1..];
    }

    /// <summary>An empty list is as good as none.</summary>
    private static string? Text(JsonObject? shown, string name) => shown?[name] is { } value and not JsonArray { Count: 0 } ? Json.ToText(value) : null;
}
