using System.Text.Json.Nodes;

namespace Verditer.Directory;

/// <summary>Questions about the groups of somebody: <c>getMemberGroups</c>, <c>getMemberObjects</c>, <c>checkMemberGroups</c>, <c>checkMemberObjects</c>.</summary>
/// <remarks>Source: https://learn.microsoft.com/graph/api/directoryobject-getmembergroups</remarks>
internal sealed class MembershipRoutes(GraphParts parts) : IGraphRoutes
{
    private const int MostChecked = 20;

    private static readonly string[] EntitySets = ["directoryObjects", "users", "groups", "servicePrincipals"];

    public IEnumerable<GraphRoute> Routes => EntitySets.SelectMany(entitySet => (GraphRoute[])
    [
        new("POST", entitySet + "/{}/getMemberGroups", request => With(request, item => Groups(parts.Index, request, item))),
        new("POST", entitySet + "/{}/getMemberObjects", request => With(request, item => Objects(parts.Index, request, item))),
        new("POST", entitySet + "/{}/checkMemberGroups", request => With(request, item => Check(parts.Index, request, item))),
        new("POST", entitySet + "/{}/checkMemberObjects", request => With(request, item => Check(parts.Index, request, item))),
    ]);

    public static GraphAnswer Groups(DirectoryIndex index, GraphRequest request, IDirectoryObject item) =>
        Answer(request, index.GroupsOf(item.TenantId, item.Id));

    /// <summary>Groups and directory roles.</summary>
    public static GraphAnswer Objects(DirectoryIndex index, GraphRequest request, IDirectoryObject item) =>
        Answer(request, All(index, item));

    /// <summary>Which of the given ids it belongs to.</summary>
    public static GraphAnswer Check(DirectoryIndex index, GraphRequest request, IDirectoryObject item)
    {
        var asked = GraphBody.Texts(request.Body, "groupIds") ?? GraphBody.Texts(request.Body, "ids");
        return asked is null ? GraphError.Missing("groupIds", "DirectoryObject")
            : asked.Count > MostChecked ? GraphError.Bad($"At most {MostChecked} ids can be checked at once.")
            : Answer(request, [.. All(index, item).Where(id => DirectoryReferences.Has(asked, id))]);
    }

    private static List<string> All(DirectoryIndex index, IDirectoryObject item)
    {
        IReadOnlyList<string> groups = index.GroupsOf(item.TenantId, item.Id);
        var roles = index.RoleMembers.In(item.TenantId)
            .Where(held => held.PrincipalId.Equals(item.Id, StringComparison.OrdinalIgnoreCase) || DirectoryReferences.Has(groups, held.PrincipalId))
            .Select(held => RoleObjects.Id(item.TenantId, held.RoleTemplateId)).Distinct();
        return [.. groups, .. roles];
    }

    private static GraphAnswer Answer(GraphRequest request, IReadOnlyList<string> ids) => GraphAnswer.Ok(new JsonObject
    {
        ["@odata.context"] = $"{request.Address}/$metadata#Collection(Edm.String)",
        ["value"] = GraphObjects.List(ids),
    });

    private GraphAnswer With(GraphRequest request, Func<IDirectoryObject, GraphAnswer> answer)
    {
        var item = GraphObjects.Find(parts.Index, request.TenantId, request.Key)
            ?? parts.Index.UsersByName.Find(DirectoryIndex.Key(request.TenantId, request.Key));
        return !parts.Permissions.May(request.Caller, GraphRights.ReadGroups, item) ? GraphError.Denied()
            : item is null or ApplicationRecord ? GraphError.NotFound(request.Key)
            : answer(item);
    }
}
