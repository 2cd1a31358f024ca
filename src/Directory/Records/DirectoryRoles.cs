using Verditer.Core;

namespace Verditer.Directory;

/// <param name="TemplateId">The same in every tenant.</param>
/// <param name="IsPrivileged">Only a Global Administrator may reset its holders' passwords.</param>
public sealed record DirectoryRole(string TemplateId, string DisplayName, string Description, bool IsPrivileged = true);

/// <summary>The directory roles that Verditer knows, by their template ids.</summary>
/// <remarks>Source: https://learn.microsoft.com/entra/identity/role-based-access-control/permissions-reference</remarks>
public static class DirectoryRoles
{
    public const string GlobalAdministrator = DirectoryRoleIds.GlobalAdministrator;
    public const string GlobalReader = "f2ef992c-3afb-46b9-b7cf-a126ee74c451";
    public const string ApplicationAdministrator = "9b895d92-2cd3-44c7-9d02-a6ac2d5ea5c3";
    public const string CloudApplicationAdministrator = "158c047a-c907-4556-b7ef-446551a6b5f7";
    public const string ApplicationDeveloper = "cf1c38e5-3621-4004-a7cb-879624dced7c";
    public const string UserAdministrator = "fe930be7-5e62-47db-91af-98c3a49a38b1";
    public const string GroupsAdministrator = "fdd7a751-b60b-444a-984c-02652fe8fa1c";
    public const string DirectoryReaders = "88d8e3e3-8f55-4a1e-953a-9b9898b8876b";
    public const string DirectoryWriters = "9360feb5-f418-4baa-8175-e2a00bac4301";
    public const string PrivilegedRoleAdministrator = "e8611ab8-c189-46e8-94e1-60213ab1f814";
    public const string PrivilegedAuthenticationAdministrator = "7be44c8a-adaf-4e2a-84d6-ab2649e08a13";
    public const string HelpdeskAdministrator = "729827e3-9c14-49f7-bb1b-9608f156bbb8";
    public const string PasswordAdministrator = "966707d0-3269-4727-9be2-8c3a10f19b9d";
    public const string SecurityAdministrator = "194ae4cb-b126-40b2-bd5b-6091b380977d";
    public const string SecurityReader = "5d6b6bb7-de71-4623-b4af-96380a352509";
    public const string ReportsReader = "4a5d8f65-41da-4de4-8968-e035b65339cf";

    public static readonly IReadOnlyList<DirectoryRole> All =
    [
        new(GlobalAdministrator, "Global Administrator", "Can manage all aspects of the directory."),
        new(GlobalReader, "Global Reader", "Can read everything that a Global Administrator can, but not update anything."),
        new(ApplicationAdministrator, "Application Administrator", "Can create and manage all applications and service principals."),
        new(CloudApplicationAdministrator, "Cloud Application Administrator", "Can create and manage all applications and service principals except application proxy."),
        new(ApplicationDeveloper, "Application Developer", "Can create applications even where users may not."),
        new(UserAdministrator, "User Administrator", "Can manage users and groups, and reset passwords of users without an administrator's role."),
        new(GroupsAdministrator, "Groups Administrator", "Can create and manage groups."),
        new(DirectoryReaders, "Directory Readers", "Can read basic directory information.", IsPrivileged: false),
        new(DirectoryWriters, "Directory Writers", "Can read and write basic directory information."),
        new(PrivilegedRoleAdministrator, "Privileged Role Administrator", "Can manage who holds a directory role."),
        new(PrivilegedAuthenticationAdministrator, "Privileged Authentication Administrator", "Can reset the password of every user."),
        new(HelpdeskAdministrator, "Helpdesk Administrator", "Can reset passwords of users without an administrator's role."),
        new(PasswordAdministrator, "Password Administrator", "Can reset passwords of users without an administrator's role."),
        new(SecurityAdministrator, "Security Administrator", "Can read security information and reports, and manage security settings."),
        new(SecurityReader, "Security Reader", "Can read security information and reports."),
        new(ReportsReader, "Reports Reader", "Can read sign-in and audit reports.", IsPrivileged: false),
    ];

    /// <summary>The roles whose holders may change any application.</summary>
    public static readonly IReadOnlyList<string> MayWriteApplications =
        [GlobalAdministrator, ApplicationAdministrator, CloudApplicationAdministrator];

    public static DirectoryRole? Find(string templateId) =>
        All.FirstOrDefault(role => role.TemplateId.Equals(templateId, StringComparison.OrdinalIgnoreCase));

    /// <summary>The key under which it is stored that somebody holds a role.</summary>
    internal static string Key(DirectoryRoleMember member) => $"{member.TenantId}/{member.RoleTemplateId}/{member.PrincipalId}";
}
