namespace Verditer.Core;

/// <summary>All that decides whether a principal may do something.</summary>
/// <param name="Subject">Who asks.</param>
/// <param name="Identities">The principal itself first, then each group that counts or would count.</param>
/// <param name="Action">The action asked for, as given.</param>
/// <param name="Scope">The scope asked for, as given.</param>
/// <param name="IsDataAction">True where dataActions count in place of actions.</param>
/// <param name="Allowed">The evaluator's own answer.</param>
/// <param name="DecidedBy">The id of the role assignment that allows it, or of the deny assignment that forbids it; null where nothing allows it.</param>
/// <param name="Assignments">Every role assignment of <paramref name="Identities"/> and what came of it; those that allow first, then by how near they are.</param>
/// <param name="DenyAssignments">Every deny assignment at the scope or above it, and what came of it.</param>
public sealed record AccessExplanation(
    AccessSubject Subject,
    IReadOnlyList<SubjectIdentity> Identities,
    string Action,
    string Scope,
    bool IsDataAction,
    bool Allowed,
    string? DecidedBy,
    IReadOnlyList<ConsideredAssignment> Assignments,
    IReadOnlyList<ConsideredDeny> DenyAssignments);

/// <summary>Who is asked about.</summary>
/// <param name="AppId">The client id; assignments given to it by mistake are recognized. Null for users and groups.</param>
/// <param name="TokenGroups">The groups of the token that asked, transitively; null to take those of the directory as it is now.</param>
public sealed record AccessSubject(string TenantId, string ObjectId, string? AppId = null, IReadOnlyList<string>? TokenGroups = null)
{
    public static AccessSubject Of(Caller caller) => new(caller.TenantId, caller.ObjectId, caller.AppId, caller.Groups);

    public static AccessSubject Of(Principal principal) => new(principal.TenantId, principal.ObjectId, principal.AppId);
}

/// <summary>One of the ids under which a principal can hold a role.</summary>
/// <param name="Kind">What it is; null where the directory does not know it.</param>
/// <param name="InToken">True when it counts for this caller: its own id, or a group that its token was given.</param>
/// <param name="InDirectory">True when it is so in the directory now. A group that is in the directory and not in the token counts from the next token on.</param>
public sealed record SubjectIdentity(string ObjectId, PrincipalKind? Kind, string? DisplayName, bool InToken, bool InDirectory);

/// <summary>A role assignment that was looked at.</summary>
/// <param name="RoleId">GUID of the role definition.</param>
/// <param name="RoleName">Null when the role does not exist.</param>
/// <param name="VisibleFrom">When the evaluator begins to see it (UTC, Verditer's clock); null when it sees it.</param>
public sealed record ConsideredAssignment(
    string Id, string Scope, string PrincipalId, string RoleId, string? RoleName, AssignmentVerdict Verdict, DateTimeOffset? VisibleFrom = null);

/// <summary>What came of a role assignment. The order is that in which the explanation lists them: what allows, then what comes near.</summary>
public enum AssignmentVerdict
{
    /// <summary>It allows the action.</summary>
    Allows,

    /// <summary>It will allow the action once it is seen (role propagation).</summary>
    NotYetVisible,

    /// <summary>It would allow the action, but the caller's token was made before the caller came into the group.</summary>
    GroupNotInToken,

    /// <summary>It names the application's client id where the principal's object id belongs; no principal has that id.</summary>
    NamesClientId,

    /// <summary>The role allows the action, but the assignment stands below the scope that was asked for.</summary>
    ScopeBelow,

    /// <summary>The role allows the action, but the assignment stands beside the scope that was asked for.</summary>
    ScopeElsewhere,

    /// <summary>The role's actions give it, and the notActions of the same permission take it away.</summary>
    TakenAwayByNotActions,

    /// <summary>The role gives it as a data action and an action was asked for, or the other way round.</summary>
    OtherPlane,

    /// <summary>The role gives it under a condition that Verditer does not evaluate.</summary>
    ConditionNotEvaluated,

    /// <summary>The role does not have the action.</summary>
    ActionNotInRole,

    /// <summary>The role definition does not exist any more.</summary>
    RoleMissing,
}

/// <summary>A deny assignment that was looked at.</summary>
public sealed record ConsideredDeny(string Id, string Name, string Scope, bool IsSystemProtected, DenyVerdict Verdict);

public enum DenyVerdict
{
    /// <summary>It forbids the action.</summary>
    Denies,

    /// <summary>The principal is excluded from it.</summary>
    PrincipalExcluded,

    /// <summary>It names neither the principal, nor a group of it, nor everyone.</summary>
    PrincipalNotNamed,

    /// <summary>It does not apply to child scopes.</summary>
    NotForChildScopes,

    /// <summary>Its notActions leave the action out.</summary>
    ExcludedByNotActions,

    /// <summary>It does not name the action.</summary>
    ActionNotNamed,
}
