using System.Text.Json.Nodes;

namespace Verditer.Authorization;

/// <summary>
/// Actions given and taken away. What is taken away counts within this permission only: another role may still give it.
/// Source: https://learn.microsoft.com/azure/role-based-access-control/role-definitions
/// </summary>
public sealed record Permission(
    IReadOnlyList<ActionPattern> Actions,
    IReadOnlyList<ActionPattern> NotActions,
    IReadOnlyList<ActionPattern> DataActions,
    IReadOnlyList<ActionPattern> NotDataActions)
{
    /// <summary>The condition under which a built-in role gives its actions; null for none. It is not evaluated: what it restricts is not given.</summary>
    public RoleCondition? Condition { get; init; }

    /// <summary>Reads <c>permissions</c> of a role definition or a deny assignment.</summary>
    public static IReadOnlyList<Permission> ReadAll(JsonNode? permissions) => [.. (permissions as JsonArray ?? []).OfType<JsonObject>().Select(Read)];

    public bool Allows(string action, bool isDataAction) => Judge(action, isDataAction) == PermissionVerdict.Given;

    /// <summary>What this permission does with an action, and why.</summary>
    public PermissionVerdict Judge(string action, bool isDataAction)
    {
        var (given, taken) = isDataAction ? (DataActions, NotDataActions) : (Actions, NotActions);
        if (!ActionPattern.AnyMatches(given, action))
        {
            return PermissionVerdict.NotNamed;
        }

        if (ActionPattern.AnyMatches(taken, action))
        {
            return PermissionVerdict.TakenAway;
        }

        return Condition is { } condition && condition.Restricts(action) ? PermissionVerdict.Conditional : PermissionVerdict.Given;
    }

    private static Permission Read(JsonObject node) =>
        new(Patterns(node["actions"]), Patterns(node["notActions"]), Patterns(node["dataActions"]), Patterns(node["notDataActions"]));

    private static ActionPattern[] Patterns(JsonNode? node) => [.. (node as JsonArray ?? []).Select(n => new ActionPattern(n!.GetValue<string>()))];
}

/// <summary>What a permission does with an action; later is nearer to being given.</summary>
public enum PermissionVerdict
{
    NotNamed,
    Conditional,
    TakenAway,
    Given,
}
