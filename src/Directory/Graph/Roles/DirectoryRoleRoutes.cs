using System.Text.Json.Nodes;
using Verditer.Core;

namespace Verditer.Directory;

/// <summary><c>directoryRoles</c>, their templates and members. A role is there from its first use; Verditer shows all of its roles as in use.</summary>
/// <remarks>Source: https://learn.microsoft.com/graph/api/resources/directoryrole</remarks>
internal sealed class DirectoryRoleRoutes(GraphParts parts, RoleWriter writer) : IGraphRoutes
{
    private const string Set = "directoryRoles";
    private const string Templates = "directoryRoleTemplates";
    private const string ByTemplate = "roleTemplateId=";

    public IEnumerable<GraphRoute> Routes =>
    [
        new("GET", Set, request => Reading(request, () => parts.Pages.List(request, Set, DirectoryRoles.All.Select(role => RoleObjects.Show(request.TenantId, role))))),
        new("POST", Set, request => Reading(request, () => DirectoryRoles.Find(request.Body.Text("roleTemplateId") ?? "") is { } role
            ? GraphAnswer.Created(RoleObjects.Show(request.TenantId, role))
            : GraphError.Invalid("roleTemplateId", "DirectoryRole"))),
        new("GET", Set + "/{}", request => With(request, role => parts.Pages.One(request, Set, RoleObjects.Show(request.TenantId, role)))),
        new("GET", Set + "/{}/members", request => With(request, role => parts.Pages.List(request, "directoryObjects", Members(request, role)))),
        new("POST", Set + "/{}/members/$ref", request => writer.AddAsync(
            request, Find(request), GraphReferences.Read(request.Body), _ => GraphAnswer.NoContent, GraphError.ReferenceExists("members"))),
        new("DELETE", Set + "/{}/members/{}/$ref", request => writer.RemoveAsync(request, Find(request) is { } role ? Member(request, role) : null)),
        new("GET", Templates, request => Reading(request, () => parts.Pages.List(request, Templates, DirectoryRoles.All.Select(RoleObjects.ShowTemplate)))),
        new("GET", Templates + "/{}", request => Reading(request, () => DirectoryRoles.Find(request.Key) is { } role
            ? parts.Pages.One(request, Templates, RoleObjects.ShowTemplate(role))
            : GraphError.NotFound(request.Key))),
    ];

    private static DirectoryRole? Find(GraphRequest request) => DirectoryRoles.All.FirstOrDefault(role => request.Key.StartsWith(ByTemplate, StringComparison.OrdinalIgnoreCase)
        ? role.TemplateId.Equals(request.Key[ByTemplate.Length..], StringComparison.OrdinalIgnoreCase)
        : RoleObjects.Id(request.TenantId, role.TemplateId).Equals(request.Key, StringComparison.OrdinalIgnoreCase));

    private DirectoryRoleMember? Member(GraphRequest request, DirectoryRole role) =>
        parts.Index.RoleMembers.Find(DirectoryRoles.Key(new(request.TenantId, role.TemplateId, request.SubKey)));

    private IEnumerable<JsonObject> Members(GraphRequest request, DirectoryRole role) => parts.Index.RoleMembers.In(request.TenantId)
        .Where(held => held.RoleTemplateId == role.TemplateId)
        .Select(held => GraphObjects.ShowAny(parts.Index, held.TenantId, held.PrincipalId)).OfType<JsonObject>();

    private GraphAnswer With(GraphRequest request, Func<DirectoryRole, GraphAnswer> answer) =>
        Reading(request, () => Find(request) is { } role ? answer(role) : GraphError.NotFound(request.Key));

    private GraphAnswer Reading(GraphRequest request, Func<GraphAnswer> answer) =>
        parts.Permissions.May(request.Caller, GraphRights.ReadRoles) ? answer() : GraphError.Denied();
}
