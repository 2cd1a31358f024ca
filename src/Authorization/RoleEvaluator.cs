using Verditer.Core;

namespace Verditer.Authorization;

/// <summary>
/// Decides by role assignments: one at the scope or above it whose role allows the action is enough, unless a deny assignment forbids it. Everybody is looked at the
/// same way. Source: https://learn.microsoft.com/azure/role-based-access-control/overview#how-azure-rbac-determines-if-a-user-has-access-to-a-resource
/// </summary>
internal sealed class RoleEvaluator(
    RoleAssignmentIndex assignments, RoleCatalog roles, DenyAssignmentIndex denyAssignments, ScopeHierarchy hierarchy, RoleVisibility visibility)
    : IAuthorizer
{
    public AuthorizationDecision Check(Caller caller, string action, string scope, bool isDataAction = false) =>
        Check(caller.TenantId, caller.ObjectId, caller.Groups, action, scope, isDataAction);

    public AuthorizationDecision Check(string tenantId, string objectId, IReadOnlyList<string> groups, string action, string scope, bool isDataAction)
    {
        var key = scope.ToLowerInvariant();
        var found = hierarchy.IsForeign(key, tenantId) ? null : Find(Holders(objectId, groups), action, key, isDataAction);
        if (found is null)
        {
            return new(false, null);
        }

        var deny = denyAssignments.IsEmpty ? null : FindDeny(objectId, groups, action, key, isDataAction);
        return new(deny is null, found.Id, deny?.AsDenying());
    }

    public bool HoldsRoleWithin(Caller caller, string scope)
    {
        var key = scope.ToLowerInvariant();
        return !hierarchy.IsForeign(key, caller.TenantId) && caller.Groups.Prepend(caller.ObjectId).SelectMany(assignments.Of)
            .Any(a => visibility.IsVisible(a) && (hierarchy.Contains(a.Scope, key) || hierarchy.Contains(key, a.Scope)));
    }

    /// <summary>The ids that hold any role at all: the groups of a caller mostly hold none.</summary>
    private List<string> Holders(string objectId, IReadOnlyList<string> groups)
    {
        List<string> holders = new(4);
        if (assignments.Holds(objectId))
        {
            holders.Add(objectId);
        }

        for (var i = 0; i < groups.Count; i++)
        {
            if (assignments.Holds(groups[i]))
            {
                holders.Add(groups[i]);
            }
        }

        return holders;
    }

    private RoleAssignment? Find(List<string> holders, string action, string scope, bool isDataAction)
    {
        if (holders.Count == 0)
        {
            return null;
        }

        foreach (var at in hierarchy.Above(scope))
        {
            if (assignments.At(at) is not { } here)
            {
                continue;
            }

            foreach (var holder in holders)
            {
                foreach (var assignment in here.Of(holder))
                {
                    if (Gives(assignment, action, isDataAction))
                    {
                        return assignment;
                    }
                }
            }
        }

        return null;
    }

    private bool Gives(RoleAssignment assignment, string action, bool isDataAction) =>
        !assignment.HasCondition && roles.Find(assignment.RoleId)?.Allows(action, isDataAction) == true && visibility.IsVisible(assignment);

    private DenyAssignment? FindDeny(string objectId, IReadOnlyList<string> groups, string action, string scope, bool isDataAction)
    {
        var isAtScope = true;
        foreach (var at in hierarchy.Above(scope))
        {
            if (denyAssignments.TryAt(at, out var here))
            {
                foreach (var deny in here)
                {
                    if (deny.Judge(objectId, groups, action, isDataAction, isAtScope) == DenyVerdict.Denies)
                    {
                        return deny;
                    }
                }
            }

            isAtScope = false;
        }

        return null;
    }
}
