using System.Text.Json.Nodes;

namespace Verditer.Directory;

/// <summary><c>directory/deletedItems</c>: what can be restored for thirty days, and how it is or is not.</summary>
/// <remarks>Source: https://learn.microsoft.com/graph/api/resources/directory</remarks>
internal sealed class DeletedItemRoutes(GraphParts parts) : IGraphRoutes
{
    private const string Set = "directory/deletedItems";

    private static readonly IReadOnlyList<(string Type, GraphKind Kind)> Kinds =
    [
        ("application", GraphKind.Application), ("servicePrincipal", GraphKind.ServicePrincipal), ("user", GraphKind.User), ("group", GraphKind.Group),
    ];

    public IEnumerable<GraphRoute> Routes =>
    [
        .. Kinds.Select(each => new GraphRoute("GET", $"{Set}/microsoft.graph.{each.Type}", request => List(request, each.Type, each.Kind))),
        .. Kinds.Select(each => new GraphRoute("GET", $"{Set}/graph.{each.Type}", request => List(request, each.Type, each.Kind))),
        new("GET", Set + "/{}", Get),
        new("POST", Set + "/{}/restore", RestoreAsync),
        new("DELETE", Set + "/{}", PurgeAsync),
    ];

    private GraphAnswer List(GraphRequest request, string type, GraphKind kind) => parts.Permissions.May(request.Caller, kind.Read)
        ? parts.Pages.List(request, "directoryObjects", parts.Writer.Bin.In(request.TenantId).Where(each => TypeOf(each) == type).Select(Show))
        : GraphError.Denied();

    private GraphAnswer Get(GraphRequest request)
    {
        var found = parts.Writer.Bin.Find(request.TenantId, request.Key);
        return !parts.Permissions.May(request.Caller, found is null ? GraphRights.ReadObjects : KindOf(found).Read) ? GraphError.Denied()
            : found is null ? GraphError.NotFound(request.Key)
            : parts.Pages.One(request, "directoryObjects", Show(found));
    }

    private Task<GraphAnswer> RestoreAsync(GraphRequest request) => ChangeAsync(request, (batch, found) =>
    {
        if (Conflict(found) is { } conflict)
        {
            return conflict;
        }

        parts.Writer.Bin.Restore(batch, found);
        parts.Writer.Note(batch, request, AuditActivity.Restore(Words(found)), AuditTargets.Of(KindOf(found).Type, null, ShowAlive(found)));
        return GraphAnswer.Ok(ShowAlive(found));
    });

    private Task<GraphAnswer> PurgeAsync(GraphRequest request) => ChangeAsync(request, (batch, found) =>
    {
        parts.Writer.Bin.Purge(batch, found);
        parts.Writer.Note(batch, request, AuditActivity.HardDelete(Words(found)), AuditTargets.Of(KindOf(found).Type, ShowAlive(found), null));
        return GraphAnswer.NoContent;
    });

    private Task<GraphAnswer> ChangeAsync(GraphRequest request, Func<Storage.WriteBatch, DeletedObjectRecord, GraphAnswer> change) =>
        parts.Writer.WriteAsync(batch =>
        {
            if (parts.Writer.Bin.Find(request.TenantId, request.Key) is not { } found)
            {
                return parts.Permissions.May(request.Caller, GraphRights.ReadObjects) ? GraphError.NotFound(request.Key) : GraphError.Denied();
            }

            return parts.Permissions.May(request.Caller, KindOf(found).Delete, found.Object) ? change(batch, found) : GraphError.Denied();
        });

    /// <summary>What was free meanwhile may have been taken.</summary>
    private GraphError? Conflict(DeletedObjectRecord found) => found switch
    {
        { User: { } user } when parts.Index.UsersByName.Find(DirectoryIndex.Key(user.TenantId, user.UserPrincipalName)) is not null => GraphError.SameValue("userPrincipalName"),
        { Application: { } app } when app.IdentifierUris.Any(uri => parts.Index.ApplicationsByUri.Find(DirectoryIndex.Key(app.TenantId, uri)) is not null) =>
            GraphError.SameValue("identifierUris"),
        { Application: { OwnedKey: { } key } app } when parts.Index.ApplicationsByOwnedKey.Find(DirectoryIndex.Key(app.TenantId, key)) is not null =>
            GraphError.Bad("Another application has taken its place."),
        { ServicePrincipal: { } principal } when parts.Index.ServicePrincipalsByAppId.Find(DirectoryIndex.Key(principal.TenantId, principal.AppId)) is not null =>
            GraphError.ServicePrincipalNameInUse(principal.AppId),
        { ServicePrincipal: { } principal } when parts.Index.ApplicationsByAppId.Find(DirectoryIndex.Key(principal.TenantId, principal.AppId)) is null =>
            GraphError.Bad("The service principal cannot be restored before its application."),
        _ => null,
    };

    private JsonObject Show(DeletedObjectRecord deleted)
    {
        var shown = ShowAlive(deleted);
        shown["deletedDateTime"] = GraphTime.Write(deleted.Deleted);
        return shown;
    }

    private JsonObject ShowAlive(DeletedObjectRecord deleted) => GraphObjects.Show(deleted.Object, parts.Index.Tenants.Find(deleted.TenantId)!);

    private static string TypeOf(DeletedObjectRecord deleted) => deleted.Object switch
    {
        ApplicationRecord => "application",
        ServicePrincipalRecord => "servicePrincipal",
        UserRecord => "user",
        _ => "group",
    };

    private static GraphKind KindOf(DeletedObjectRecord deleted) => Kinds.First(each => each.Type == TypeOf(deleted)).Kind;

    private static string Words(DeletedObjectRecord deleted) => TypeOf(deleted) == "servicePrincipal" ? "service principal" : TypeOf(deleted);
}
