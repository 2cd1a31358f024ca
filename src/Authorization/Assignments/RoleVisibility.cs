namespace Verditer.Authorization;

/// <summary>Whether an assignment is seen now.</summary>
public sealed class RoleVisibility(IAssignmentVisibility visibility, TimeProvider time)
{
    /// <summary>When the evaluator begins to see an assignment (UTC, Verditer's clock); null when it does.</summary>
    public DateTimeOffset? HiddenUntil(RoleAssignment assignment) =>
        visibility.VisibleFrom(assignment) is { } from && from > time.GetUtcNow() ? from : null;

    public bool IsVisible(RoleAssignment assignment) => HiddenUntil(assignment) is null;
}
