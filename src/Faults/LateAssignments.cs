using Verditer.Authorization;
using Verditer.Core;

namespace Verditer.Faults;

/// <summary><c>role-propagation</c>: a role assignment is seen so long after it was made.</summary>
internal sealed class LateAssignments(IFaults faults) : IAssignmentVisibility
{
    public DateTimeOffset? VisibleFrom(RoleAssignment assignment) =>
        faults.SeenFrom(FaultKind.RolePropagation, assignment.CreatedOn, assignment.Scope, assignment.PrincipalId);
}
