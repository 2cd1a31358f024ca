namespace Verditer.Core;

/// <summary>Decides whether a principal may do something. Answers from memory; a role assignment that was stored is seen by the next call.</summary>
public interface IAuthorizer
{
    /// <param name="action">Such as <c>Microsoft.ContainerService/managedClusters/write</c>; compared without case.</param>
    /// <param name="scope">A resource id in any case; it need not exist.</param>
    /// <param name="isDataAction">True to look at dataActions in place of actions.</param>
    AuthorizationDecision Check(Caller caller, string action, string scope, bool isDataAction = false);

    /// <summary>True when the caller has a role assignment at this scope, above it or anywhere below it: then it may know that the scope exists.</summary>
    bool HoldsRoleWithin(Caller caller, string scope);
}

/// <param name="Allowed">True when a role assignment allows the action and none of its exceptions takes it away.</param>
/// <param name="RoleAssignmentId">The assignment that allows it.</param>
public readonly record struct AuthorizationDecision(bool Allowed, string? RoleAssignmentId);
