namespace Verditer.Directory;

/// <summary>A kind of change, by Entra's names.</summary>
/// <remarks>Source: https://learn.microsoft.com/entra/identity/monitoring-health/reference-audit-activities</remarks>
internal sealed record AuditActivity(string Category, string Name, string Operation)
{
    public static readonly AuditActivity AddApplication = Application("Add application", "Add");
    public static readonly AuditActivity UpdateApplication = Application("Update application", "Update");
    public static readonly AuditActivity UpdateApplicationCredentials = Application("Update application – Certificates and secrets management", "Update");
    public static readonly AuditActivity DeleteApplication = Application("Delete application", "Delete");
    public static readonly AuditActivity AddApplicationOwner = Application("Add owner to application", "Assign");
    public static readonly AuditActivity RemoveApplicationOwner = Application("Remove owner from application", "Unassign");

    public static readonly AuditActivity AddServicePrincipal = Application("Add service principal", "Add");
    public static readonly AuditActivity UpdateServicePrincipal = Application("Update service principal", "Update");
    public static readonly AuditActivity AddServicePrincipalCredentials = Application("Add service principal credentials", "Update");
    public static readonly AuditActivity RemoveServicePrincipalCredentials = Application("Remove service principal credentials", "Update");
    public static readonly AuditActivity DeleteServicePrincipal = Application("Remove service principal", "Delete");
    public static readonly AuditActivity AddServicePrincipalOwner = Application("Add owner to service principal", "Assign");
    public static readonly AuditActivity RemoveServicePrincipalOwner = Application("Remove owner from service principal", "Unassign");
    public static readonly AuditActivity AddAppRoleAssignment = Application("Add app role assignment to service principal", "Assign");
    public static readonly AuditActivity RemoveAppRoleAssignment = Application("Remove app role assignment from service principal", "Unassign");
    public static readonly AuditActivity AddPermissionGrant = Application("Add delegated permission grant", "Assign");
    public static readonly AuditActivity UpdatePermissionGrant = Application("Update delegated permission grant", "Update");
    public static readonly AuditActivity RemovePermissionGrant = Application("Remove delegated permission grant", "Unassign");

    public static readonly AuditActivity AddUser = new("UserManagement", "Add user", "Add");
    public static readonly AuditActivity UpdateUser = new("UserManagement", "Update user", "Update");
    public static readonly AuditActivity ResetUserPassword = new("UserManagement", "Reset user password", "Update");
    public static readonly AuditActivity ChangeUserPassword = new("UserManagement", "Change user password", "Update");
    public static readonly AuditActivity RevokeSignInSessions = new("UserManagement", "Update StsRefreshTokenValidFrom Timestamp", "Update");
    public static readonly AuditActivity DeleteUser = new("UserManagement", "Delete user", "Delete");

    public static readonly AuditActivity AddGroup = new("GroupManagement", "Add group", "Add");
    public static readonly AuditActivity UpdateGroup = new("GroupManagement", "Update group", "Update");
    public static readonly AuditActivity DeleteGroup = new("GroupManagement", "Delete group", "Delete");
    public static readonly AuditActivity AddGroupMember = new("GroupManagement", "Add member to group", "Assign");
    public static readonly AuditActivity RemoveGroupMember = new("GroupManagement", "Remove member from group", "Unassign");
    public static readonly AuditActivity AddGroupOwner = new("GroupManagement", "Add owner to group", "Assign");
    public static readonly AuditActivity RemoveGroupOwner = new("GroupManagement", "Remove owner from group", "Unassign");

    public static readonly AuditActivity AddRoleMember = new("RoleManagement", "Add member to role", "Assign");
    public static readonly AuditActivity RemoveRoleMember = new("RoleManagement", "Remove member from role", "Unassign");

    /// <summary>Bringing back a deleted object of this kind (<c>application</c>, <c>user</c>, …).</summary>
    public static AuditActivity Restore(string kind) => new(CategoryOf(kind), $"Restore {kind}", "Update");

    /// <summary>Removing a deleted object of this kind for good.</summary>
    public static AuditActivity HardDelete(string kind) => new(CategoryOf(kind), $"Hard Delete {kind}", "Delete");

    private static AuditActivity Application(string name, string operation) => new("ApplicationManagement", name, operation);

    private static string CategoryOf(string kind) => kind switch { "user" => "UserManagement", "group" => "GroupManagement", _ => "ApplicationManagement" };
}
