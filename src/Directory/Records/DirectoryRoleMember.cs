namespace Verditer.Directory;

/// <summary>Somebody who holds a directory role in the whole tenant.</summary>
/// <param name="RoleTemplateId">One of <see cref="DirectoryRoles"/>.</param>
public sealed record DirectoryRoleMember(string TenantId, string RoleTemplateId, string PrincipalId);
