using Verditer.Core;

namespace Verditer.Explaining;

/// <summary>What came of an assignment, in plain words.</summary>
internal static class VerdictWords
{
    private static readonly Dictionary<AssignmentVerdict, string> Assignments = new()
    {
        [AssignmentVerdict.Allows] = "allows it",
        [AssignmentVerdict.NotYetVisible] = "will allow it, but is not seen yet (role propagation)",
        [AssignmentVerdict.GroupNotInToken] = "would allow it, but the token was made before the caller came into this group",
        [AssignmentVerdict.NamesClientId] = "was given to the application's client id, which is nobody's object id: it counts for nobody",
        [AssignmentVerdict.ScopeBelow] = "has the action, but only below the scope that was asked for",
        [AssignmentVerdict.ScopeElsewhere] = "has the action, but at another scope",
        [AssignmentVerdict.TakenAwayByNotActions] = "names the action, and takes it away again by notActions",
        [AssignmentVerdict.OtherPlane] = "has it as the other kind: dataActions do not count for actions, nor actions for dataActions",
        [AssignmentVerdict.ConditionNotEvaluated] = "has it under a condition that Verditer does not evaluate",
        [AssignmentVerdict.ActionNotInRole] = "does not have the action",
        [AssignmentVerdict.RoleMissing] = "names a role that does not exist any more",
    };

    private static readonly Dictionary<DenyVerdict, string> Denials = new()
    {
        [DenyVerdict.Denies] = "forbids it",
        [DenyVerdict.PrincipalExcluded] = "leaves this principal out",
        [DenyVerdict.PrincipalNotNamed] = "is not about this principal",
        [DenyVerdict.NotForChildScopes] = "does not apply below its own scope",
        [DenyVerdict.ExcludedByNotActions] = "leaves this action out",
        [DenyVerdict.ActionNotNamed] = "is not about this action",
    };

    public static string Of(AssignmentVerdict verdict) => Assignments[verdict];

    public static string Of(DenyVerdict verdict) => Denials[verdict];
}
