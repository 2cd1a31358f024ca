namespace Verditer.Authorization;

/// <summary>From when an assignment is seen by the evaluator. Lists show it at once, as in Azure. Faults put their own in its place.</summary>
public interface IAssignmentVisibility
{
    /// <summary>UTC, Verditer's clock; null for at once.</summary>
    DateTimeOffset? VisibleFrom(RoleAssignment assignment);
}

/// <summary>Every assignment is seen by the next request.</summary>
internal sealed class ImmediateVisibility : IAssignmentVisibility
{
    public DateTimeOffset? VisibleFrom(RoleAssignment assignment) => null;
}
