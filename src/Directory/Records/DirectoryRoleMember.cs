using Verditer.Core;

namespace Verditer.Directory;

/// <summary>Somebody who holds a directory role in the whole tenant.</summary>
/// <param name="RoleTemplateId">One of <see cref="DirectoryRoles"/>.</param>
public sealed record DirectoryRoleMember(string TenantId, string RoleTemplateId, string PrincipalId);

/// <summary>The directory roles that Verditer knows, by their template ids.</summary>
/// <remarks>Source: https://learn.microsoft.com/entra/identity/role-based-access-control/permissions-reference</remarks>
public static class DirectoryRoles
{
    public const string GlobalAdministrator = DirectoryRoleIds.GlobalAdministrator;
    public const string ApplicationAdministrator = "9b895d92-2cd3-44c7-9d02-a6ac2d5ea5c3";
    public const string CloudApplicationAdministrator = "158c047a-c907-4556-b7ef-446551a6b5f7";

    /// <summary>The roles whose holders may change any application.</summary>
    public static readonly IReadOnlyList<string> MayWriteApplications =
        [GlobalAdministrator, ApplicationAdministrator, CloudApplicationAdministrator];
}
