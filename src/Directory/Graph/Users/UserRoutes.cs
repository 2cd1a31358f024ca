using System.Text.Json.Nodes;
using Verditer.Core;
using Verditer.Storage;

namespace Verditer.Directory;

/// <summary>Users in Graph.</summary>
/// <remarks>Source: https://learn.microsoft.com/graph/api/resources/user</remarks>
internal sealed class UserRoutes(GraphParts parts) : ObjectSetRoutes<UserRecord>(GraphKind.User, parts)
{
    private const string Password = "passwordProfile";

    /// <summary>What a user may change of himself without any role.</summary>
    private static readonly string[] OwnProperties = ["mobilePhone", "businessPhones", "preferredLanguage"];

    public override IEnumerable<GraphRoute> Routes =>
    [
        .. base.Routes,
        new("POST", GraphKind.User.EntitySet, CreateAsync),
        new("PATCH", One, PatchAsync),
        new("POST", $"{One}/revokeSignInSessions", RevokeSignInSessionsAsync),
        new("POST", "me/revokeSignInSessions", request => request.Caller.Kind == PrincipalKind.User
            ? RevokeSignInSessionsAsync(request with { Keys = [request.Caller.ObjectId] })
            : Task.FromResult<GraphAnswer>(GraphError.NotDelegated())),
    ];

    protected override AuditActivity Deleting => AuditActivity.DeleteUser;

    protected override IEnumerable<UserRecord> In(string tenantId) => Index.Users.In(tenantId);

    protected override UserRecord? Find(string tenantId, string key) =>
        Index.Users.Find(DirectoryIndex.Key(tenantId, key)) ?? Index.UsersByName.Find(DirectoryIndex.Key(tenantId, key));

    protected override UserRecord? Lookup(string tenantId, string property, string value, out bool isIndexed)
    {
        isIndexed = property == "userPrincipalName";
        return isIndexed ? Index.UsersByName.Find(DirectoryIndex.Key(tenantId, value)) : base.Lookup(tenantId, property, value, out isIndexed);
    }

    protected override JsonObject Show(UserRecord item) => GraphObjects.Show(item);

    protected override void Replace(WriteBatch batch, UserRecord before, UserRecord after) => Parts.Writer.Directory.Replace(batch, before, after);

    /// <summary>Who administers something is out of reach of those who administer users only.</summary>
    protected override bool May(GraphRequest request, GraphRight right, UserRecord item) => base.May(request, right, item)
        && (item.Id.Equals(request.Caller.ObjectId, StringComparison.OrdinalIgnoreCase)
            || !Parts.Permissions.IsAdministrator(item.TenantId, item.Id)
            || Parts.Permissions.May(request.Caller, GraphRights.WriteAdministrators));

    private Task<GraphAnswer> CreateAsync(GraphRequest request) => Parts.Writer.WriteAsync(batch =>
    {
        if (!Parts.Permissions.May(request.Caller, GraphRights.WriteUsers))
        {
            return GraphError.Denied();
        }

        if (UserRules.RefuseNew(request.Body) is { } missing)
        {
            return missing;
        }

        var (tenant, now) = (Index.Tenants.Find(request.TenantId)!, Parts.Time.GetUtcNow());
        var made = UserRules.Apply(Index, request.Body, new(tenant.Id, NewObjects.Id(), "", "", now), now);
        if (made.After is not { } user)
        {
            return made.Refusal!;
        }

        Parts.Writer.Directory.Create(batch, user);
        Parts.Writer.Note(batch, request, AuditActivity.AddUser, AuditTargets.Of("User", null, Show(user)));
        return GraphAnswer.Created(Show(user));
    });

    /// <summary>A password is reset by those who may reset passwords, whatever else the body changes.</summary>
    private Task<GraphAnswer> PatchAsync(GraphRequest request)
    {
        var others = request.Body.Select(pair => pair.Key).Where(name => name != Password).ToList();
        var resets = request.Body.ContainsKey(Password);
        var right = resets && others.Count == 0 ? GraphRights.ResetPasswords
            : others.TrueForAll(OwnProperties.Contains) ? GraphRights.WriteUsers with { Self = true }
            : GraphRights.WriteUsers;
        return ChangeAsync(request, right, AuditActivity.UpdateUser, user => resets && !May(request, GraphRights.ResetPasswords, user)
            ? GraphError.Denied()
            : UserRules.Apply(Index, request.Body, user, Parts.Time.GetUtcNow()));
    }

    private Task<GraphAnswer> RevokeSignInSessionsAsync(GraphRequest request) =>
        ChangeAsync(request, GraphRights.RevokeSessions, AuditActivity.RevokeSignInSessions, user =>
            new GraphChange<UserRecord>(UserSessions.Revoke(user, Parts.Time.GetUtcNow()))
            {
                Answer = GraphAnswer.Ok(new JsonObject { ["@odata.context"] = $"{request.Address}/$metadata#Edm.Boolean", ["value"] = true }),
            });
}
