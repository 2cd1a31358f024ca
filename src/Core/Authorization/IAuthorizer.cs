namespace Verditer.Core;

/// <summary>
/// Decides whether a principal may do something, by role assignments and deny assignments. Answers from memory; an assignment that was stored is seen by the next
/// call, unless <c>role-propagation</c> is delayed.
/// </summary>
public interface IAuthorizer
{
    /// <param name="action">Such as <c>Microsoft.ContainerService/managedClusters/write</c>; compared without case.</param>
    /// <param name="scope">A resource id in any case; it need not exist.</param>
    /// <param name="isDataAction">True to look at dataActions in place of actions.</param>
    AuthorizationDecision Check(Caller caller, string action, string scope, bool isDataAction = false);

    /// <summary>The right to data behind a resource (secrets, images, blobs), for data planes: only dataActions count.</summary>
    /// <param name="dataAction">Such as <c>Microsoft.KeyVault/vaults/secrets/getSecret/action</c>.</param>
    AuthorizationDecision CheckDataAction(Caller caller, string dataAction, string scope) => Check(caller, dataAction, scope, isDataAction: true);

    /// <summary>True when the caller has a role assignment at this scope, above it or anywhere below it: then it may know that the scope exists.</summary>
    bool HoldsRoleWithin(Caller caller, string scope);
}

/// <param name="Allowed">True when a role assignment allows the action, none of its exceptions takes it away, and no deny assignment forbids it.</param>
/// <param name="RoleAssignmentId">The assignment that allows it, also where <paramref name="Deny"/> overrules it.</param>
/// <param name="Deny">The deny assignment that forbids what a role would allow; null for none.</param>
public readonly record struct AuthorizationDecision(bool Allowed, string? RoleAssignmentId, DenyingAssignment? Deny = null);

/// <summary>A deny assignment that decided.</summary>
/// <param name="Id">Its resource id.</param>
/// <param name="Name">Its display name, as Azure's refusal prints it.</param>
/// <param name="Scope">Where it stands, in the case in which it was made.</param>
public sealed record DenyingAssignment(string Id, string Name, string Scope);
