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
    public bool Allows(string action, bool isDataAction)
    {
        var (given, taken) = isDataAction ? (DataActions, NotDataActions) : (Actions, NotActions);
        return Any(given, action) && !Any(taken, action);
    }

    private static bool Any(IReadOnlyList<ActionPattern> patterns, string action)
    {
        for (var i = 0; i < patterns.Count; i++)
        {
            if (patterns[i].Matches(action))
            {
                return true;
            }
        }

        return false;
    }
}
