namespace Verditer.Authorization;

/// <summary>
/// The rights that nearly every built-in role has beside those that it is for. Who lacks one of them is not helped by the role that has the fewest others.
/// </summary>
/// <remarks>Source: https://learn.microsoft.com/azure/role-based-access-control/built-in-roles</remarks>
internal static class CommonRights
{
    private static readonly HashSet<string> Patterns = new(StringComparer.OrdinalIgnoreCase)
    {
        "Microsoft.Authorization/*/read",
        "Microsoft.Insights/alertRules/*",
        "Microsoft.ResourceHealth/availabilityStatuses/read",
        "Microsoft.Resources/deployments/*",
        "Microsoft.Resources/subscriptions/read",
        "Microsoft.Resources/subscriptions/resourceGroups/read",
        "Microsoft.Support/*",
    };

    private static readonly ActionPattern[] Parsed = [.. Patterns.Select(p => new ActionPattern(p))];

    /// <summary>True for an action that is one of these.</summary>
    public static bool Has(string action) => Array.Exists(Parsed, p => p.Matches(action));

    /// <summary>True when a role gives an action by nothing but these.</summary>
    public static bool AreAllThatGive(RoleDefinition role, string action, bool isDataAction) => role.Permissions
        .SelectMany(p => isDataAction ? p.DataActions : p.Actions)
        .Where(pattern => pattern.Matches(action))
        .All(pattern => Patterns.Contains(pattern.Text));
}
