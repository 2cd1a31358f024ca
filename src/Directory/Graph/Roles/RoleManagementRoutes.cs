using Verditer.Core;

namespace Verditer.Directory;

/// <summary><c>roleManagement/directory</c>: definitions, and assignments in the whole tenant.</summary>
/// <remarks>Source: https://learn.microsoft.com/graph/api/resources/rolemanagement</remarks>
internal sealed class RoleManagementRoutes(GraphParts parts, RoleWriter writer) : IGraphRoutes
{
    private const string Definitions = "roleManagement/directory/roleDefinitions";
    private const string Assignments = "roleManagement/directory/roleAssignments";

    public IEnumerable<GraphRoute> Routes =>
    [
        new("GET", Definitions, request => Reading(request, () => parts.Pages.List(request, Definitions, DirectoryRoles.All.Select(RoleObjects.ShowDefinition)))),
        new("GET", Definitions + "/{}", request => Reading(request, () => DirectoryRoles.Find(request.Key) is { } role
            ? parts.Pages.One(request, Definitions, RoleObjects.ShowDefinition(role))
            : GraphError.NotFound(request.Key))),
        new("GET", Assignments, request => Reading(request, () => parts.Pages.List(
            request, Assignments, parts.Index.RoleMembers.In(request.TenantId).Select(RoleObjects.ShowAssignment)))),
        new("GET", Assignments + "/{}", request => Reading(request, () => Find(request) is { } member
            ? parts.Pages.One(request, Assignments, RoleObjects.ShowAssignment(member))
            : GraphError.NotFound(request.Key))),
        new("POST", Assignments, AddAsync),
        new("DELETE", Assignments + "/{}", request => writer.RemoveAsync(request, Find(request))),
    ];

    private Task<GraphAnswer> AddAsync(GraphRequest request)
    {
        var role = DirectoryRoles.Find(request.Body.Text("roleDefinitionId") ?? "");
        return request.Body.Text("directoryScopeId") is not "/"
            ? Task.FromResult<GraphAnswer>(GraphError.Bad("Directory roles are assigned in the whole tenant: directoryScopeId must be '/'."))
            : role is null ? Task.FromResult<GraphAnswer>(GraphError.Invalid("roleDefinitionId", "RoleAssignment"))
            : writer.AddAsync(
                request, role, request.Body.Text("principalId"), member => GraphAnswer.Created(RoleObjects.ShowAssignment(member)), GraphError.SameRoleAssignment());
    }

    private DirectoryRoleMember? Find(GraphRequest request) =>
        parts.Index.RoleMembers.In(request.TenantId).FirstOrDefault(member => RoleObjects.AssignmentId(member) == request.Key);

    private GraphAnswer Reading(GraphRequest request, Func<GraphAnswer> answer) =>
        parts.Permissions.May(request.Caller, GraphRights.ReadRoles) ? answer() : GraphError.Denied();
}
