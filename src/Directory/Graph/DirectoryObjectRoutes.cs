using System.Text.Json.Nodes;
using Verditer.Core;

namespace Verditer.Directory;

/// <summary>The organization, users, groups, and objects of any kind in Graph: what az reads.</summary>
internal sealed class DirectoryObjectRoutes(DirectoryIndex index)
{
    public IReadOnlyList<GraphRoute> Routes =>
    [
        new("GET", "organization", request => GraphPage.Create(request, "organization", [GraphObjects.Show(index.Tenants.Find(request.TenantId)!)])),
        new("GET", "me", Me),
        new("GET", "users", request => GraphPage.Create(request, "users", index.Users.In(request.TenantId).OrderBy(user => user.Id).Select(GraphObjects.Show))),
        new("GET", "users/{}", request => FindUser(request) is { } user ? GraphPage.One(request, "users", GraphObjects.Show(user)) : GraphError.NotFound(request.Key!)),
        new("GET", "groups", request => GraphPage.Create(request, "groups", index.Groups.In(request.TenantId).OrderBy(group => group.Id).Select(GraphObjects.Show))),
        new("GET", "groups/{}", request => FindGroup(request) is { } group ? GraphPage.One(request, "groups", GraphObjects.Show(group)) : GraphError.NotFound(request.Key!)),
        new("GET", "groups/{}/members", request => FindGroup(request) is { } group
            ? GraphPage.Create(request, "directoryObjects", ShowAll(request, group.Members))
            : GraphError.NotFound(request.Key!)),
        new("GET", "directoryObjects/{}", request => GraphObjects.ShowAny(index, request.TenantId, request.Key!) is { } shown
            ? GraphPage.One(request, "directoryObjects", shown)
            : GraphError.NotFound(request.Key!)),
        new("POST", "directoryObjects/getByIds", GetByIds),
    ];

    private GraphAnswer Me(GraphRequest request) => index.Users.Find(DirectoryIndex.Key(request.TenantId, request.Caller.ObjectId)) is { } user
        ? GraphPage.One(request, "users", GraphObjects.Show(user))
        : GraphError.NotDelegated();

    private GraphAnswer GetByIds(GraphRequest request)
    {
        var types = GraphBody.Texts(request.Body, "types");
        var found = ShowAll(request, GraphBody.Texts(request.Body, "ids") ?? [])
            .Where(shown => types is null || types.Contains(shown.Text("@odata.type")!["#microsoft.graph.".Length..], StringComparer.OrdinalIgnoreCase));
        return GraphAnswer.Ok(new JsonObject
        {
            ["@odata.context"] = $"{request.Address}/$metadata#directoryObjects",
            ["value"] = new JsonArray([.. found]),
        });
    }

    private IEnumerable<JsonObject> ShowAll(GraphRequest request, IReadOnlyList<string> ids) =>
        ids.Distinct(StringComparer.OrdinalIgnoreCase).Select(id => GraphObjects.ShowAny(index, request.TenantId, id)).OfType<JsonObject>();

    private UserRecord? FindUser(GraphRequest request)
    {
        var key = DirectoryIndex.Key(request.TenantId, request.Key!);
        return index.Users.Find(key) ?? index.UsersByName.Find(key);
    }

    private GroupRecord? FindGroup(GraphRequest request) => index.Groups.Find(DirectoryIndex.Key(request.TenantId, request.Key!));
}
