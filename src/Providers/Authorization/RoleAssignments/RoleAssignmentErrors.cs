using Verditer.Core;

namespace Verditer.Providers.Authorization;

/// <summary>Refusals of role assignments, with Azure's texts. Source: https://learn.microsoft.com/azure/role-based-access-control/troubleshooting</summary>
internal static class RoleAssignmentErrors
{
    public static readonly ArmError Exists = new(409, "RoleAssignmentExists", "The role assignment already exists.");

    public static readonly ArmError UpdateNotPermitted =
        new(400, "RoleAssignmentUpdateNotPermitted", "Tenant ID, application ID, principal ID, and scope are not allowed to be updated.");

    public static readonly ArmError LastAdministrator = new(400, "BadRequest", "Cannot delete the last RBAC admin assignment");

    public static readonly ArmError ConditionNotServed = new ArmError(501, "NotImplemented",
        "Verditer does not evaluate the conditions of role assignments, so it does not make an assignment that has one.", "properties.condition")
        .Mend("Leave out --condition and --condition-version; the assignment then gives the whole role.");

    public static ArmError InvalidId(string name) =>
        new(400, "InvalidRoleAssignmentId", $"The role assignment ID '{name}' is not valid. The role assignment ID must be a GUID.");

    public static ArmError InvalidPrincipalId(string principalId) =>
        new(400, "InvalidPrincipalId", $"The Principal ID '{principalId}' is not valid. Principal ID must be a GUID.");

    public static ArmError RoleDoesNotExist(string roleId) => new(404, "RoleDefinitionDoesNotExist",
        $"The specified role definition with ID '{Digits(roleId[(roleId.LastIndexOf('/') + 1)..])}' does not exist.");

    public static ArmError NotAssignable(string scope, string roleId) => new(400, "RoleAssignmentScopeNotAssignableToRoleDefinition",
        $"The scope '{scope}' is not assignable to the role definition '{roleId}'. It is not one of the role's assignable scopes, nor below one.");

    public static ArmError DataActionsAtManagementGroup(string roleId, string scope) => new(400, "RoleAssignmentScopeNotAssignableToRoleDefinition",
        $"The custom role '{roleId}' has data actions and cannot be assigned at the management group scope '{scope}'.");

    public static ArmError PrincipalNotFound(string principalId, string tenantId) => new(400, "PrincipalNotFound",
        $"Principal {Digits(principalId)} does not exist in the directory {tenantId}. Check that you have the correct principal ID. If you are creating this principal and then immediately assigning a role, this error might be related to a replication delay. In this case, set the role assignment principalType property to a value, such as ServicePrincipal, User, or Group.  See https://aka.ms/docs-principaltype")
    { Facts = new Dictionary<string, string> { [RefusalFacts.PrincipalId] = principalId } };

    public static ArmError UnmatchedType(string principalId, PrincipalKind kind, string given) => new(400, "UnmatchedPrincipalType",
        $"The PrincipalId '{Digits(principalId)}' has type '{kind}' , which is different from specified PrinciaplType '{given}'.");

    public static ArmError LimitExceeded(int limit) => new(400, "RoleAssignmentLimitExceeded",
        $"Role assignment limit exceeded. No more role assignments can be created. At most {limit} are allowed.");

    private static string Digits(string guid) => guid.Replace("-", "", StringComparison.Ordinal);
}
