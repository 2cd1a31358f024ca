namespace Verditer.Core;

/// <summary>
/// Template ids of directory roles that count outside the directory.
/// Source: https://learn.microsoft.com/entra/identity/role-based-access-control/permissions-reference
/// </summary>
public static class DirectoryRoleIds
{
    public const string GlobalAdministrator = "62e90394-69f5-4237-9190-012177145e10";
}
