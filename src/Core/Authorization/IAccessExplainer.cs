namespace Verditer.Core;

/// <summary>Says why somebody may do something or not, who may, and which role would do. Answers from memory, by the same data as <see cref="IAuthorizer"/>.</summary>
public interface IAccessExplainer
{
    /// <summary>Everything that decides one question. <see cref="AccessExplanation.Allowed"/> is what <see cref="IAuthorizer.Check"/> answers.</summary>
    AccessExplanation Explain(AccessSubject subject, string action, string scope, bool isDataAction = false);

    /// <summary>
    /// The built-in roles that allow an action, least privilege first: by the number of known operations with which a role can change something or get at a credential, then by
    /// that of all that it grants, then by its number of patterns, then by name. Known operations are those that any built-in role names without a wildcard; roles that grant none
    /// of these come last, since nobody knows how much they grant.
    /// </summary>
    IReadOnlyList<SuggestedRole> LeastPrivilege(string action, bool isDataAction = false);

    /// <summary>Who may do this at this scope now: a line for each assignment that allows it, with the members of groups; ordered by principal.</summary>
    IReadOnlyList<AccessHolder> WhoCan(string tenantId, string action, string scope, bool isDataAction = false);

    /// <summary>Every role that somebody holds, its own first, then by groups; ordered by scope.</summary>
    IReadOnlyList<HeldRole> RolesOf(AccessSubject subject);
}

/// <param name="Id">GUID of the built-in role.</param>
/// <param name="Changes">How many of the known operations that the role grants change something or hand out a credential; without what nearly every role has.</param>
/// <param name="Operations">How many known operations the role grants, actions and dataActions together; 0 where that is unknown.</param>
/// <param name="IsForOtherThings">True when the role gives the action only as one of the rights that nearly every role has.</param>
/// <param name="IsOfService">True when more than half of what the role is for is of the action's own provider.</param>
public sealed record SuggestedRole(string Id, string Name, string Description, int Changes, int Operations, bool IsForOtherThings, bool IsOfService);

/// <summary>Somebody who may do what was asked.</summary>
/// <param name="PrincipalId">Whom the assignment names.</param>
/// <param name="Kind">Null where the directory does not know the principal any more (Azure's "Identity not found").</param>
/// <param name="Members">Object ids of all members, where the principal is a group.</param>
/// <param name="Deny">The deny assignment that forbids it nevertheless.</param>
public sealed record AccessHolder(
    string PrincipalId, PrincipalKind? Kind, string? DisplayName, IReadOnlyList<string> Members,
    string RoleAssignmentId, string RoleName, string Scope, DenyingAssignment? Deny);

/// <param name="ThroughGroup">Object id of the group that holds it; null for the principal's own.</param>
/// <param name="RoleName">Null when the role does not exist any more.</param>
/// <param name="VisibleFrom">When the evaluator begins to see it; null when it does.</param>
public sealed record HeldRole(string RoleAssignmentId, string RoleId, string? RoleName, string Scope, string? ThroughGroup, DateTimeOffset? VisibleFrom);
