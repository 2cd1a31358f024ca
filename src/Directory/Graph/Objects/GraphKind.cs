namespace Verditer.Directory;

/// <summary>A kind of directory object in Graph.</summary>
/// <param name="EntitySet">Such as <c>applications</c>.</param>
/// <param name="Type">As the audit log and error texts name it, such as <c>Application</c>.</param>
/// <param name="Relations">What can be listed under an object.</param>
/// <param name="Read">Who may see it.</param>
/// <param name="Write">Who may change it.</param>
/// <param name="Delete">Who may delete it.</param>
internal sealed record GraphKind(string EntitySet, string Type, IReadOnlyList<string> Relations, GraphRight Read, GraphRight Write, GraphRight Delete)
{
    public static readonly GraphKind Application = new("applications", "Application",
        ["owners"], GraphRights.ReadApplications, GraphRights.WriteApplications, GraphRights.WriteApplications);

    public static readonly GraphKind ServicePrincipal = new("servicePrincipals", "ServicePrincipal",
        ["owners", "memberOf", "transitiveMemberOf", "ownedObjects", "oauth2PermissionGrants", "appRoleAssignments", "appRoleAssignedTo"],
        GraphRights.ReadApplications, GraphRights.WriteApplications, GraphRights.WriteApplications);

    public static readonly GraphKind User = new("users", "User",
        ["memberOf", "transitiveMemberOf", "ownedObjects", "oauth2PermissionGrants", "appRoleAssignments"],
        GraphRights.ReadUsers, GraphRights.WriteUsers, GraphRights.DeleteUsers);

    public static readonly GraphKind Group = new("groups", "Group",
        ["owners", "members", "transitiveMembers", "memberOf", "transitiveMemberOf", "appRoleAssignments"],
        GraphRights.ReadGroups, GraphRights.WriteGroups, GraphRights.DeleteGroups);
}
