using Verditer.Core;

namespace Verditer.Directory;

/// <summary>Giving applications, users and groups an API's app roles: for applications that is the consent of an administrator.</summary>
/// <remarks>Source: https://learn.microsoft.com/graph/api/serviceprincipal-post-approleassignments</remarks>
internal sealed class AppRoleAssignmentRoutes(GraphParts parts) : IGraphRoutes
{
    private static readonly string[] Holders = ["servicePrincipals", "users", "groups"];

    public IEnumerable<GraphRoute> Routes =>
    [
        .. Holders.SelectMany(set => (GraphRoute[])
        [
            new("POST", set + "/{}/appRoleAssignments", request => AddAsync(request, "principalId")),
            new("GET", set + "/{}/appRoleAssignments/{}", Get),
            new("DELETE", set + "/{}/appRoleAssignments/{}", RemoveAsync),
        ]),
        new("POST", "servicePrincipals/{}/appRoleAssignedTo", request => AddAsync(request, "resourceId")),
        new("GET", "servicePrincipals/{}/appRoleAssignedTo/{}", Get),
        new("DELETE", "servicePrincipals/{}/appRoleAssignedTo/{}", RemoveAsync),
    ];

    /// <param name="side">The property that the object in the path must be.</param>
    private Task<GraphAnswer> AddAsync(GraphRequest request, string side) => parts.Writer.WriteAsync(batch =>
    {
        var (roleId, principalId, resourceId) = (request.Body.Text("appRoleId") ?? "", request.Body.Text("principalId") ?? "", request.Body.Text("resourceId") ?? "");
        var resource = GraphObjects.Find(parts.Index, request.TenantId, resourceId) as ServicePrincipalRecord;
        if (!May(request, resource))
        {
            return GraphError.Denied();
        }

        if (resource is null || GraphObjects.Find(parts.Index, request.TenantId, principalId) is not { } principal || principal is ApplicationRecord)
        {
            return GraphError.NotFound(resource is null ? resourceId : principalId);
        }

        if (Named(request) is not { } named || named.Id != (side == "principalId" ? principal.Id : resource.Id))
        {
            return GraphError.Invalid(side, "AppRoleAssignment");
        }

        if (roleId != AppRoleAssignments.DefaultRole && !parts.Index.AppRolesOfferedBy(resource).Any(role => role.IsEnabled && role.Id.Equals(roleId, StringComparison.OrdinalIgnoreCase)))
        {
            return GraphError.Bad("Permission being assigned was not found on application");
        }

        if (parts.Index.AppRoleAssignments.In(request.TenantId).Any(each =>
            each.PrincipalId == principal.Id && each.ResourceId == resource.Id && each.AppRoleId.Equals(roleId, StringComparison.OrdinalIgnoreCase)))
        {
            return GraphError.SamePermission();
        }

        var assignment = new AppRoleAssignmentRecord(resource.TenantId, NewObjects.Id(), roleId, principal.Id, resource.Id, parts.Time.GetUtcNow());
        parts.Index.AppRoleAssignments.Create(batch, DirectoryIndex.Key(assignment.TenantId, assignment.Id), assignment);
        Note(batch, request, AuditActivity.AddAppRoleAssignment, assignment);
        return GraphAnswer.Created(AppRoleAssignments.Show(parts.Index, assignment));
    });

    private Task<GraphAnswer> RemoveAsync(GraphRequest request) => parts.Writer.WriteAsync(batch =>
    {
        var found = Find(request);
        if (!May(request, found is null ? null : parts.Index.ServicePrincipals.Find(DirectoryIndex.Key(found.TenantId, found.ResourceId))))
        {
            return GraphError.Denied();
        }

        if (found is null)
        {
            return GraphError.NotFound(request.SubKey);
        }

        parts.Index.AppRoleAssignments.Delete(batch, DirectoryIndex.Key(found.TenantId, found.Id));
        Note(batch, request, AuditActivity.RemoveAppRoleAssignment, found);
        return GraphAnswer.NoContent;
    });

    private GraphAnswer Get(GraphRequest request) => !parts.Permissions.May(request.Caller, GraphRights.ReadApplications) ? GraphError.Denied()
        : Find(request) is { } found ? parts.Pages.One(request, "appRoleAssignments", AppRoleAssignments.Show(parts.Index, found))
        : GraphError.NotFound(request.SubKey);

    private bool May(GraphRequest request, ServicePrincipalRecord? resource) => parts.Permissions.May(
        request.Caller, resource?.AppId == ProtectedResource.Graph.AppId ? GraphRights.AssignGraphPermissions : GraphRights.AssignAppRoles, resource);

    /// <summary>The assignment that the path names, of the object that it names.</summary>
    private AppRoleAssignmentRecord? Find(GraphRequest request) =>
        parts.Index.AppRoleAssignments.Find(DirectoryIndex.Key(request.TenantId, request.SubKey)) is { } found
        && Named(request) is { } named && (found.PrincipalId == named.Id || found.ResourceId == named.Id) ? found : null;

    private IDirectoryObject? Named(GraphRequest request) => request.Key.StartsWith("appId=", StringComparison.OrdinalIgnoreCase)
        ? parts.Index.ServicePrincipalsByAppId.Find(DirectoryIndex.Key(request.TenantId, request.Key["appId=".Length..]))
        : GraphObjects.Find(parts.Index, request.TenantId, request.Key) ?? parts.Index.UsersByName.Find(DirectoryIndex.Key(request.TenantId, request.Key));

    private void Note(Storage.WriteBatch batch, GraphRequest request, AuditActivity activity, AppRoleAssignmentRecord assignment) => parts.Writer.Note(
        batch, request, activity,
        [.. ((string[])[assignment.ResourceId, assignment.PrincipalId]).Select(id => GraphObjects.ShowAny(parts.Index, assignment.TenantId, id))
            .Where(shown => shown is not null).Select(shown => AuditTargets.Related(shown!))]);
}
