using System.Text.Json.Nodes;
using Verditer.Authorization;
using Verditer.Core;
using Verditer.ResourceManager;

namespace Verditer.Providers.Authorization;

/// <summary>What a role assignment that is written must fulfil.</summary>
internal sealed class RoleAssignmentRules(RoleCatalog roles, RoleAssignmentIndex assignments, ScopeHierarchy hierarchy, ScopeTenants tenants, IDirectory directory, IFaults faults, TimeProvider time)
{
    // Source: https://learn.microsoft.com/azure/role-based-access-control/troubleshoot-limits
    private const int MostInSubscription = 4000;
    private const int MostInManagementGroup = 500;

    /// <summary>The role that is given, or the refusal.</summary>
    public Result<RoleDefinition> Check(WriteRequest request)
    {
        var (properties, scope) = (request.Properties, request.Id.Parent!);
        if (!Guid.TryParse(request.Id.Name, out _))
        {
            return RoleAssignmentErrors.InvalidId(request.Id.Name);
        }

        var roleId = properties.Text("roleDefinitionId") ?? "";
        if (roles.Find(roleId) is not { } role || (!role.IsBuiltIn && !tenants.IsIn(role, request.Caller.TenantId)))
        {
            return RoleAssignmentErrors.RoleDoesNotExist(roleId);
        }

        var error = CheckCondition(properties) ?? CheckPrincipal(request) ?? CheckScope(role, scope)
            ?? CheckUnique(request, role) ?? CheckLimit(request, scope);
        return error is null ? role : error;
    }

    private static ArmError? CheckCondition(JsonObject properties) =>
        properties.Text("condition") is { Length: > 0 } ? RoleAssignmentErrors.ConditionNotServed : null;

    /// <summary>The principal exists, unless its type is named: then it may still be on its way to the directory.</summary>
    private ArmError? CheckPrincipal(WriteRequest request)
    {
        var (properties, tenantId) = (request.Properties, request.Caller.TenantId);
        var (id, type) = (properties.Text("principalId") ?? "", properties.Text("principalType"));
        if (!Guid.TryParse(id, out _))
        {
            return RoleAssignmentErrors.InvalidPrincipalId(id);
        }

        var principal = directory.FindPrincipal(tenantId, id);
        if (principal is null || faults.SeenFrom(FaultKind.PrincipalPropagation, principal.Created, request.Id.Parent!.Text, id) > time.GetUtcNow())
        {
            return type is null ? RoleAssignmentErrors.PrincipalNotFound(id, tenantId) : null;
        }

        return type is null || type.Equals(principal.Kind.ToString(), StringComparison.OrdinalIgnoreCase) ? null : RoleAssignmentErrors.UnmatchedType(id, principal.Kind, type);
    }

    private ArmError? CheckScope(RoleDefinition role, ResourceId scope)
    {
        if (!role.AssignableScopes.Any(s => hierarchy.Contains(s.ToLowerInvariant(), scope.Key)))
        {
            return RoleAssignmentErrors.NotAssignable(scope.Text, role.Id);
        }

        var hasData = !role.IsBuiltIn && role.Permissions.Any(p => p.DataActions.Count > 0);
        return hasData && scope.Type == ScopeTenants.ManagementGroupType ? RoleAssignmentErrors.DataActionsAtManagementGroup(role.Id, scope.Text) : null;
    }

    /// <summary>The name is not another assignment's anywhere, what exists keeps what it says, and a principal has a role at a scope once.</summary>
    private ArmError? CheckUnique(WriteRequest request, RoleDefinition role)
    {
        var (scope, principalId) = (request.Id.Parent!, request.Properties.Text("principalId")!);
        if (request.Existing is { } existing)
        {
            return string.Equals(existing.Body.Text("properties", "principalId"), principalId, StringComparison.OrdinalIgnoreCase)
                && roles.Find(existing.Body.Text("properties", "roleDefinitionId"))?.Id == role.Id
                ? null
                : RoleAssignmentErrors.UpdateNotPermitted;
        }

        if (assignments.IsNameTaken(request.Id.Name))
        {
            return RoleAssignmentErrors.UpdateNotPermitted;
        }

        return assignments.Of(principalId).Any(a => a.Scope == scope.Key && roles.Find(a.RoleDefinitionId)?.Id == role.Id) ? RoleAssignmentErrors.Exists : null;
    }

    private ArmError? CheckLimit(WriteRequest request, ResourceId scope)
    {
        if (request.Existing is not null)
        {
            return null;
        }

        var (within, limit) = scope.SubscriptionScope is { } subscription ? (subscription.Key, MostInSubscription)
            : scope.Type == ScopeTenants.ManagementGroupType ? (scope.Key, MostInManagementGroup) : ("", int.MaxValue);
        return assignments.Count >= limit && assignments.CountWithin(within) >= limit ? RoleAssignmentErrors.LimitExceeded(limit) : null;
    }
}
