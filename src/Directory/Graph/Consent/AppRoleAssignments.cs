using System.Text.Json.Nodes;

namespace Verditer.Directory;

/// <summary>App role assignments as Graph shows them.</summary>
internal static class AppRoleAssignments
{
    /// <summary>The role that stands for access without any particular role.</summary>
    public const string DefaultRole = "00000000-0000-0000-0000-000000000000";

    /// <param name="side">Which end of the assignment the object is: principal or resource.</param>
    public static IEnumerable<JsonObject> Where(DirectoryIndex index, IDirectoryObject item, Func<AppRoleAssignmentRecord, string> side) =>
        index.AppRoleAssignments.In(item.TenantId)
            .Where(each => side(each).Equals(item.Id, StringComparison.OrdinalIgnoreCase)).Select(each => Show(index, each));

    public static JsonObject Show(DirectoryIndex index, AppRoleAssignmentRecord assignment)
    {
        var principal = GraphObjects.Find(index, assignment.TenantId, assignment.PrincipalId);
        var resource = GraphObjects.Find(index, assignment.TenantId, assignment.ResourceId);
        return new()
        {
            ["id"] = assignment.Id,
            ["deletedDateTime"] = null,
            ["appRoleId"] = assignment.AppRoleId,
            ["createdDateTime"] = GraphTime.Write(assignment.Created),
            ["principalDisplayName"] = principal?.DisplayName,
            ["principalId"] = assignment.PrincipalId,
            ["principalType"] = principal switch { UserRecord => "User", GroupRecord => "Group", _ => "ServicePrincipal" },
            ["resourceDisplayName"] = resource?.DisplayName,
            ["resourceId"] = assignment.ResourceId,
        };
    }
}
