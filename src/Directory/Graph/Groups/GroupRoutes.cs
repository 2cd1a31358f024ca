using System.Text.Json.Nodes;
using Verditer.Core;
using Verditer.Storage;

namespace Verditer.Directory;

/// <summary>Groups in Graph, their members and owners.</summary>
/// <remarks>Source: https://learn.microsoft.com/graph/api/resources/group</remarks>
internal sealed class GroupRoutes(GraphParts parts) : ObjectSetRoutes<GroupRecord>(GraphKind.Group, parts)
{
    private const int MostBound = 20;

    public override IEnumerable<GraphRoute> Routes =>
    [
        .. base.Routes,
        new("POST", GraphKind.Group.EntitySet, CreateAsync),
        new("PATCH", One, PatchAsync),
        new("POST", One + "/members/$ref", AddMemberAsync),
        new("DELETE", One + "/members/{}/$ref", RemoveMemberAsync),
        new("POST", One + "/owners/$ref", AddOwnerAsync),
        new("DELETE", One + "/owners/{}/$ref", RemoveOwnerAsync),
    ];

    protected override AuditActivity Deleting => AuditActivity.DeleteGroup;

    protected override IEnumerable<GroupRecord> In(string tenantId) => Index.Groups.In(tenantId);

    protected override GroupRecord? Find(string tenantId, string key) => Index.Groups.Find(DirectoryIndex.Key(tenantId, key));

    protected override JsonObject Show(GroupRecord item) => GraphObjects.Show(item);

    protected override void Replace(WriteBatch batch, GroupRecord before, GroupRecord after) =>
        Index.Groups.TryChange(batch, DirectoryIndex.Key(before.TenantId, before.Id), _ => after);

    /// <summary>Who can change a group with directory roles could take those roles.</summary>
    protected override bool May(GraphRequest request, GraphRight right, GroupRecord item) =>
        base.May(request, GroupRules.IsAssignableToRole(item) ? GraphRights.WriteRoleGroups : right, item);

    private Task<GraphAnswer> CreateAsync(GraphRequest request) => Parts.Writer.WriteAsync(batch =>
    {
        var isForRoles = request.Body.Flag("isAssignableToRole") == true;
        if (!Parts.Permissions.May(request.Caller, isForRoles ? GraphRights.WriteRoles : GraphRights.CreateGroups))
        {
            return GraphError.Denied();
        }

        if (GroupRules.RefuseNew(request.Body) is { } missing)
        {
            return missing;
        }

        var (tenant, members) = (Index.Tenants.Find(request.TenantId)!, GraphReferences.Bound(request.Body, "members"));
        if (GraphOwners.OfNew(Index, request, request.Caller.Kind == PrincipalKind.User, out var refusal) is not { } owners)
        {
            return refusal!;
        }

        var made = GroupRules.Apply(request.Body, new(tenant.Id, NewObjects.Id(), "", members, Parts.Time.GetUtcNow()) { Owners = owners });
        if (made.After is not { } group)
        {
            return made.Refusal!;
        }

        if (members.Select(id => GroupRules.RefuseMember(Index, group, id)).FirstOrDefault(error => error is not null) is { } invalid)
        {
            return invalid;
        }

        Parts.Writer.Directory.Create(batch, group);
        Parts.Writer.Note(batch, request, AuditActivity.AddGroup, AuditTargets.Of("Group", null, Show(group)));
        return GraphAnswer.Created(Show(group));
    });

    /// <summary>A PATCH can also add members, up to twenty at once (<c>members@odata.bind</c>).</summary>
    private Task<GraphAnswer> PatchAsync(GraphRequest request) => ChangeAsync(request, GraphRights.WriteGroups, AuditActivity.UpdateGroup, group =>
    {
        var added = GraphReferences.Bound(request.Body, "members");
        if (added.Count > MostBound)
        {
            return GraphError.Bad($"More than {MostBound} members cannot be added at once.");
        }

        foreach (var id in added)
        {
            if (RefuseMember(group, id) is { } refusal)
            {
                return refusal;
            }
        }

        return GroupRules.Apply(request.Body, group with { Members = [.. group.Members, .. added] });
    });

    private Task<GraphAnswer> AddMemberAsync(GraphRequest request) => ChangeAsync(request, GraphRights.WriteMembers, AuditActivity.AddGroupMember, group =>
    {
        var id = GraphReferences.Read(request.Body) ?? "";
        return RefuseMember(group, id) is { } refusal ? refusal : new GraphChange<GroupRecord>(group with { Members = [.. group.Members, id] }) { Related = Related(group, id) };
    });

    private Task<GraphAnswer> RemoveMemberAsync(GraphRequest request) => ChangeAsync(request, GraphRights.WriteMembers, AuditActivity.RemoveGroupMember, group =>
        DirectoryReferences.Has(group.Members, request.SubKey)
            ? new GraphChange<GroupRecord>(group with { Members = DirectoryReferences.Without(group.Members, request.SubKey) }) { Related = Related(group, request.SubKey) }
            : GraphError.NotFound(request.SubKey));

    private Task<GraphAnswer> AddOwnerAsync(GraphRequest request) => ChangeAsync(request, GraphRights.WriteGroups, AuditActivity.AddGroupOwner, group =>
        GraphOwners.Add(Index, request, group) is ({ } owners, { } shown)
            ? new GraphChange<GroupRecord>(group with { Owners = owners }) { Related = [AuditTargets.Related(shown)] }
            : GraphOwners.Refusal(Index, request, group));

    /// <summary>The last owner of a group stays, as in Entra, where that is a user.</summary>
    private Task<GraphAnswer> RemoveOwnerAsync(GraphRequest request) => ChangeAsync(request, GraphRights.WriteGroups, AuditActivity.RemoveGroupOwner, group =>
        !DirectoryReferences.Has(group.Owners, request.SubKey) ? GraphError.NotFound(request.SubKey)
        : group.Owners.Count == 1 && Index.Users.Find(DirectoryIndex.Key(group.TenantId, request.SubKey)) is not null
            ? GraphError.Bad("The group must have at least one owner, hence this owner cannot be removed.")
        : new GraphChange<GroupRecord>(group with { Owners = DirectoryReferences.Without(group.Owners, request.SubKey) }) { Related = Related(group, request.SubKey) });

    private GraphError? RefuseMember(GroupRecord group, string id) =>
        DirectoryReferences.Has(group.Members, id) ? GraphError.ReferenceExists("members") : GroupRules.RefuseMember(Index, group, id);

    private IReadOnlyList<AuditTarget> Related(GroupRecord group, string id) =>
        GraphObjects.ShowAny(Index, group.TenantId, id) is { } shown ? [AuditTargets.Related(shown)] : [];
}
