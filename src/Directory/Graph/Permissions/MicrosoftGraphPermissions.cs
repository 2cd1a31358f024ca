namespace Verditer.Directory;

/// <summary>What Microsoft Graph offers, as far as Verditer decides by it.</summary>
/// <remarks>Source: https://learn.microsoft.com/graph/permissions-reference</remarks>
internal static class MicrosoftGraphPermissions
{
    /// <summary>For applications that act by themselves.</summary>
    public static readonly IReadOnlyList<OfferedPermission> AppRoles =
    [
        new("9a5d68dd-52b0-4cc2-bd40-abcf44ac3a30", "Application.Read.All", "Read all applications"),
        new("1bfefb4e-e0b5-418b-a88f-73c46d2cc8e9", "Application.ReadWrite.All", "Read and write all applications"),
        new("18a4783c-866b-4cc7-a460-3d5e5662c884", "Application.ReadWrite.OwnedBy", "Manage apps that this app creates or owns"),
        new("06b708a9-e830-4db3-a914-8e69da51d44f", "AppRoleAssignment.ReadWrite.All", "Manage app permission grants and app role assignments"),
        new("b0afded3-3588-46d8-8b3d-9842eff778da", "AuditLog.Read.All", "Read all audit log data"),
        new("8e8e4742-1d95-4f68-9d56-6ee75648c72a", "DelegatedPermissionGrant.ReadWrite.All", "Manage all delegated permission grants"),
        new("7ab1d382-f21e-4acd-a863-ba3e13f7da61", "Directory.Read.All", "Read directory data"),
        new("19dbc75e-c2e2-444c-a770-ec69d8559fc7", "Directory.ReadWrite.All", "Read and write directory data"),
        new("dbb9058a-0e50-45d7-ae91-66909b5d4664", "Domain.Read.All", "Read domains"),
        new("bf7b1a76-6e77-406b-b258-bf5c7720e98f", "Group.Create", "Create groups"),
        new("5b567255-7703-4780-807c-7be8301ae99b", "Group.Read.All", "Read all groups"),
        new("62a82d76-70ea-41e2-9197-370581804d09", "Group.ReadWrite.All", "Read and write all groups"),
        new("98830695-27a2-44f7-8c18-0c3ebc9698f6", "GroupMember.Read.All", "Read all group memberships"),
        new("dbaae8cf-10b5-4b86-a4a1-f871c94c6695", "GroupMember.ReadWrite.All", "Read and write all group memberships"),
        new("498476ce-e0fe-48b0-b801-37ba7e2685c6", "Organization.Read.All", "Read organization information"),
        new("483bed4a-2ad3-4361-a73b-c83ccdbdc53c", "RoleManagement.Read.Directory", "Read all directory RBAC settings"),
        new("9e3f62cf-ca93-4989-b6ce-bf83c28f9fe8", "RoleManagement.ReadWrite.Directory", "Read and write all directory RBAC settings"),
        new("df021288-bdef-4463-88db-98f22de89214", "User.Read.All", "Read all users' full profiles"),
        new("741f803b-c850-494e-b5df-cde7c675a1ca", "User.ReadWrite.All", "Read and write all users' full profiles"),
        new("77f3a031-c388-4f99-b373-dc68676a979e", "User.RevokeSessions.All", "Revoke all sign in sessions for a user"),
        new("cc117bb9-00cf-4eb8-b580-ea2a878fe8f7", "User-PasswordProfile.ReadWrite.All", "Read and write all password profiles and reset user passwords"),
    ];

    /// <summary>For clients that act in a user's name.</summary>
    public static readonly IReadOnlyList<OfferedPermission> Scopes =
    [
        new("c79f8feb-a9db-4090-85f9-90d820caa0eb", "Application.Read.All", "Read applications"),
        new("bdfbf15f-ee85-4955-8675-146e8e5296b5", "Application.ReadWrite.All", "Read and write all applications"),
        new("0e263e50-5827-48a4-b97c-d940288653c7", "Directory.AccessAsUser.All", "Access directory as the signed in user"),
        new("06da0dbc-49e2-44d2-8312-53f166ab848a", "Directory.Read.All", "Read directory data"),
        new("c5366453-9fb0-48a5-a156-24f0c49a4b84", "Directory.ReadWrite.All", "Read and write directory data"),
        new("5f8c59db-677d-491f-a6b8-5f174b11ec1d", "Group.Read.All", "Read all groups"),
        new("4e46008b-f24c-477d-8fff-7bb4ec7aafe0", "Group.ReadWrite.All", "Read and write all groups"),
        new("e1fe6dd8-ba31-4d61-89e7-88639da4683d", "User.Read", "Sign in and read user profile"),
        new("a154be20-db9c-4678-8ab7-66f6cc099a59", "User.Read.All", "Read all users' full profiles"),
        new("204e0828-b5ca-4ad8-b9f3-f32a958e7cc4", "User.ReadWrite.All", "Read and write all users' full profiles"),
        new("fc30e98b-8810-4501-81f5-c20a3196387b", "User.RevokeSessions.All", "Revoke all sign in sessions for a user"),
        new("56760768-b641-451f-8906-e1b8ab31bca7", "User-PasswordProfile.ReadWrite.All", "Read and write password profiles and reset user passwords"),
        new("37f7f235-527c-4136-accd-4a02d197296e", "openid", "Sign users in"),
        new("14dad69e-099b-42c9-810b-d002981feec1", "profile", "View users' basic profile"),
        new("64a6cdd6-aab1-4aaf-94b8-3cc8405e90d0", "email", "View users' email address"),
        new("7427e0e9-2fba-42fe-b0c0-848c9e6a8182", "offline_access", "Maintain access to data you have given it access to"),
    ];
}
