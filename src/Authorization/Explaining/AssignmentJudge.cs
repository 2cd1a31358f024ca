using Verditer.Core;

namespace Verditer.Authorization;

/// <summary>What comes of role assignments for one question.</summary>
/// <param name="scope">In lower case.</param>
internal sealed class AssignmentJudge(RoleCatalog roles, ScopeHierarchy hierarchy, RoleVisibility visibility, string tenantId, string action, string scope, bool isDataAction)
{
    private readonly bool _isForeign = hierarchy.IsForeign(scope, tenantId);

    /// <param name="inToken">False for a group that the directory has and the caller's token has not.</param>
    public ConsideredAssignment Consider(RoleAssignment assignment, bool inToken)
    {
        var hiddenUntil = visibility.HiddenUntil(assignment);
        return Describe(assignment, Judge(assignment, inToken, isHidden: hiddenUntil is not null)) with { VisibleFrom = hiddenUntil };
    }

    /// <summary>An assignment to the caller's client id, which is no principal.</summary>
    public ConsideredAssignment NamesClientId(RoleAssignment assignment) => Describe(assignment, AssignmentVerdict.NamesClientId);

    private ConsideredAssignment Describe(RoleAssignment assignment, AssignmentVerdict verdict) => new(
        assignment.Id, RoleIds.ScopeOf(assignment.Id), assignment.PrincipalId, RoleIds.GuidOf(assignment.RoleDefinitionId), roles.Find(assignment.RoleDefinitionId)?.Name, verdict);

    private AssignmentVerdict Judge(RoleAssignment assignment, bool inToken, bool isHidden)
    {
        if (roles.Find(assignment.RoleDefinitionId) is not { } role)
        {
            return AssignmentVerdict.RoleMissing;
        }

        return role.Judge(action, isDataAction) switch
        {
            PermissionVerdict.TakenAway => AssignmentVerdict.TakenAwayByNotActions,
            PermissionVerdict.Conditional => AssignmentVerdict.ConditionNotEvaluated,
            PermissionVerdict.NotNamed => role.Judge(action, !isDataAction) == PermissionVerdict.Given ? AssignmentVerdict.OtherPlane : AssignmentVerdict.ActionNotInRole,
            _ when _isForeign => AssignmentVerdict.ScopeElsewhere,
            _ when !hierarchy.Contains(assignment.Scope, scope) => hierarchy.Contains(scope, assignment.Scope) ? AssignmentVerdict.ScopeBelow : AssignmentVerdict.ScopeElsewhere,
            _ when assignment.HasCondition => AssignmentVerdict.ConditionNotEvaluated,
            _ when !inToken => AssignmentVerdict.GroupNotInToken,
            _ when isHidden => AssignmentVerdict.NotYetVisible,
            _ => AssignmentVerdict.Allows,
        };
    }
}
