using static Verditer.Directory.DirectoryRoles;

namespace Verditer.Directory;

/// <summary>Who may do what.</summary>
/// <remarks>
/// Source: https://learn.microsoft.com/graph/permissions-reference,
/// https://learn.microsoft.com/entra/fundamentals/users-default-permissions
/// </remarks>
internal static class GraphRights
{
    private const string ApplicationRead = "Application.Read.All";
    private const string ApplicationWrite = "Application.ReadWrite.All";
    private const string ApplicationOwned = "Application.ReadWrite.OwnedBy";
    private const string DirectoryRead = "Directory.Read.All";
    private const string DirectoryWrite = "Directory.ReadWrite.All";
    private const string UserRead = "User.Read.All";
    private const string UserWrite = "User.ReadWrite.All";
    private const string PasswordWrite = "User-PasswordProfile.ReadWrite.All";
    private const string SessionsRevoke = "User.RevokeSessions.All";
    private const string GroupRead = "Group.Read.All";
    private const string GroupWrite = "Group.ReadWrite.All";
    private const string MemberRead = "GroupMember.Read.All";
    private const string MemberWrite = "GroupMember.ReadWrite.All";
    private const string RoleRead = "RoleManagement.Read.Directory";
    private const string RoleWrite = "RoleManagement.ReadWrite.Directory";
    private const string AssignmentWrite = "AppRoleAssignment.ReadWrite.All";
    private const string GrantWrite = "DelegatedPermissionGrant.ReadWrite.All";

    public static readonly GraphRight ReadApplications = Reading(ApplicationRead, ApplicationWrite, ApplicationOwned);
    public static readonly GraphRight ReadUsers = Reading(UserRead, UserWrite) with { Self = true };
    public static readonly GraphRight ReadGroups = Reading(GroupRead, GroupWrite, MemberRead, MemberWrite);
    public static readonly GraphRight ReadObjects = Reading(ApplicationRead, ApplicationWrite, ApplicationOwned, UserRead, UserWrite, GroupRead, GroupWrite);
    public static readonly GraphRight ReadOrganization = Reading("Organization.Read.All", "Domain.Read.All", UserRead, UserWrite, ApplicationRead, ApplicationWrite, GroupRead, GroupWrite);
    public static readonly GraphRight ReadRoles = Reading(RoleRead, RoleWrite);

    public static readonly GraphRight CreateApplications =
        new([ApplicationAdministrator, CloudApplicationAdministrator, ApplicationDeveloper], [ApplicationWrite, ApplicationOwned, DirectoryWrite]) { Users = true };

    public static readonly GraphRight WriteApplications =
        new([ApplicationAdministrator, CloudApplicationAdministrator], [ApplicationWrite, DirectoryWrite]) { Owners = true };

    public static readonly GraphRight AssignAppRoles = new([ApplicationAdministrator, CloudApplicationAdministrator], [AssignmentWrite]) { Owners = true };

    /// <summary>A permission on Graph itself opens the directory, so application administrators may not give it.</summary>
    public static readonly GraphRight AssignGraphPermissions = new([PrivilegedRoleAdministrator], [AssignmentWrite]);

    public static readonly GraphRight GrantPermissions = new([ApplicationAdministrator, CloudApplicationAdministrator], [GrantWrite, DirectoryWrite]);

    public static readonly GraphRight WriteUsers = new([UserAdministrator, DirectoryWriters], [UserWrite, DirectoryWrite]);
    public static readonly GraphRight DeleteUsers = new([UserAdministrator], [UserWrite]);

    /// <summary>Permissions to write users do not reach passwords: an application needs the one made for that, or a directory role.</summary>
    public static readonly GraphRight ResetPasswords =
        new([UserAdministrator, HelpdeskAdministrator, PasswordAdministrator, PrivilegedAuthenticationAdministrator], [PasswordWrite]);

    public static readonly GraphRight RevokeSessions =
        new([UserAdministrator, HelpdeskAdministrator, PrivilegedAuthenticationAdministrator, DirectoryWriters], [SessionsRevoke, UserWrite, DirectoryWrite]) { Self = true };

    /// <summary>Over a user who administers something.</summary>
    public static readonly GraphRight WriteAdministrators = new([PrivilegedAuthenticationAdministrator], []);

    public static readonly GraphRight CreateGroups =
        new([GroupsAdministrator, UserAdministrator, DirectoryWriters], ["Group.Create", GroupWrite, DirectoryWrite]) { Users = true };

    public static readonly GraphRight WriteGroups =
        new([GroupsAdministrator, UserAdministrator, DirectoryWriters], [GroupWrite, DirectoryWrite]) { Owners = true };

    public static readonly GraphRight WriteMembers = WriteGroups with { Permissions = [GroupWrite, MemberWrite, DirectoryWrite] };
    public static readonly GraphRight DeleteGroups = WriteGroups with { Roles = [GroupsAdministrator, UserAdministrator], Permissions = [GroupWrite] };

    /// <summary>Over a group that can be given directory roles.</summary>
    public static readonly GraphRight WriteRoleGroups = new([PrivilegedRoleAdministrator], [RoleWrite]) { Owners = true };

    public static readonly GraphRight WriteRoles = new([PrivilegedRoleAdministrator], [RoleWrite]);

    public static readonly GraphRight ReadLogs = new([ReportsReader, SecurityReader, SecurityAdministrator, GlobalReader], ["AuditLog.Read.All"]);

    /// <summary>Every user, whoever holds a role, and applications with a permission to read.</summary>
    private static GraphRight Reading(params IReadOnlyList<string> permissions) =>
        new([], [.. permissions, DirectoryRead, DirectoryWrite]) { Users = true, AnyRole = true, Owners = true, Self = true };
}
