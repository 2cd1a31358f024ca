using Verditer.Core;

namespace Verditer.Authorization;

/// <summary>
/// Decides by role assignments: one at the scope or above it whose role allows the action is enough. Everybody is looked at the same way.
/// Source: https://learn.microsoft.com/azure/role-based-access-control/overview#how-azure-rbac-determines-if-a-user-has-access-to-a-resource
/// </summary>
internal sealed class RoleEvaluator(RoleAssignmentIndex assignments, RoleCatalog roles) : IAuthorizer
{
    public AuthorizationDecision Check(Caller caller, string action, string scope, bool isDataAction = false)
    {
        var key = scope.ToLowerInvariant();
        if (Find(caller.ObjectId, action, key, isDataAction) is { } own)
        {
            return new(true, own.Id);
        }

        for (var i = 0; i < caller.Groups.Count; i++)
        {
            if (Find(caller.Groups[i], action, key, isDataAction) is { } byGroup)
            {
                return new(true, byGroup.Id);
            }
        }

        return new(false, null);
    }

    public bool HoldsRoleWithin(Caller caller, string scope)
    {
        var key = scope.ToLowerInvariant();
        return caller.Groups.Prepend(caller.ObjectId).SelectMany(id => assignments.Of(id))
            .Any(a => Scope.Contains(a.Scope, key) || Scope.Contains(key, a.Scope));
    }

    private RoleAssignment? Find(string principalId, string action, string scope, bool isDataAction)
    {
        foreach (var assignment in assignments.Of(principalId))
        {
            if (Scope.Contains(assignment.Scope, scope) && roles.Find(assignment.RoleDefinitionId)?.Allows(action, isDataAction) == true)
            {
                return assignment;
            }
        }

        return null;
    }
}
