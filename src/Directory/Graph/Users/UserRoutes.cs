using System.Text.Json.Nodes;
using Verditer.Storage;

namespace Verditer.Directory;

/// <summary>Users in Graph.</summary>
/// <remarks>Source: https://learn.microsoft.com/graph/api/resources/user</remarks>
internal sealed class UserRoutes(GraphParts parts) : ObjectSetRoutes<UserRecord>(GraphKind.User, parts)
{
    /// <summary>What a user may change of himself without any role.</summary>
    private static readonly string[] OwnProperties = ["mobilePhone", "businessPhones", "preferredLanguage"];

    public override IEnumerable<GraphRoute> Routes =>
    [
        .. base.Routes,
        new("POST", GraphKind.User.EntitySet, CreateAsync),
        new("PATCH", One, PatchAsync),
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

    private Task<GraphAnswer> PatchAsync(GraphRequest request) => ChangeAsync(request, RightFor(request), AuditActivity.UpdateUser, user =>
        UserRules.Apply(Index, request.Body, user, Parts.Time.GetUtcNow()));

    private static GraphRight RightFor(GraphRequest request)
    {
        var properties = request.Body.Select(pair => pair.Key).ToList();
        return properties is ["passwordProfile"] ? GraphRights.ResetPasswords
            : properties.TrueForAll(OwnProperties.Contains) ? GraphRights.WriteUsers with { Self = true }
            : GraphRights.WriteUsers;
    }
}
