using System.Text.Json.Nodes;
using Verditer.Core;

namespace Verditer.Directory;

/// <summary><c>oauth2PermissionGrants</c>: what clients may do in users' names.</summary>
/// <remarks>Source: https://learn.microsoft.com/graph/api/resources/oauth2permissiongrant</remarks>
internal sealed class PermissionGrantRoutes(GraphParts parts) : IGraphRoutes
{
    private const string Set = "oauth2PermissionGrants";
    private const string AllPrincipals = "AllPrincipals";
    private const string Principal = "Principal";

    public IEnumerable<GraphRoute> Routes =>
    [
        new("GET", Set, request => Reading(request, () => parts.Pages.List(request, Set, parts.Index.PermissionGrants.In(request.TenantId).Select(PermissionGrants.Show)))),
        new("GET", Set + "/{}", request => Reading(request, () => Find(request) is { } grant
            ? parts.Pages.One(request, Set, PermissionGrants.Show(grant))
            : GraphError.NotFound(request.Key))),
        new("POST", Set, AddAsync),
        new("PATCH", Set + "/{}", request => ChangeAsync(request, AuditActivity.UpdatePermissionGrant, isRemoved: false)),
        new("DELETE", Set + "/{}", request => ChangeAsync(request, AuditActivity.RemovePermissionGrant, isRemoved: true)),
    ];

    private Task<GraphAnswer> AddAsync(GraphRequest request) => parts.Writer.WriteAsync(batch =>
    {
        if (!parts.Permissions.May(request.Caller, GraphRights.GrantPermissions))
        {
            return GraphError.Denied();
        }

        var (type, principalId) = (request.Body.Text("consentType"), request.Body.Text("principalId"));
        if (Client(request, "clientId") is not { } client || Client(request, "resourceId") is not { } resource)
        {
            return GraphError.NotFound(request.Body.Text(Client(request, "clientId") is null ? "clientId" : "resourceId") ?? "");
        }

        if (type is not (AllPrincipals or Principal) || (type == Principal) != (principalId is not null))
        {
            return GraphError.Invalid(type is AllPrincipals or Principal ? "principalId" : "consentType", "OAuth2PermissionGrant");
        }

        if (principalId is not null && parts.Index.Users.Find(DirectoryIndex.Key(request.TenantId, principalId)) is null)
        {
            return GraphError.NotFound(principalId);
        }

        var grant = new PermissionGrantRecord(client.TenantId, NewObjects.Id(), client.Id, type, principalId, resource.Id, request.Body.Text("scope"));
        if (parts.Index.PermissionGrants.In(request.TenantId).Any(each => each with { Id = grant.Id, Scope = grant.Scope } == grant))
        {
            return GraphError.SameGrant();
        }

        parts.Index.PermissionGrants.Create(batch, DirectoryIndex.Key(grant.TenantId, grant.Id), grant);
        Note(batch, request, AuditActivity.AddPermissionGrant, client, null, PermissionGrants.Show(grant));
        return GraphAnswer.Created(PermissionGrants.Show(grant));
    });

    private Task<GraphAnswer> ChangeAsync(GraphRequest request, AuditActivity activity, bool isRemoved) => parts.Writer.WriteAsync(batch =>
    {
        if (!parts.Permissions.May(request.Caller, GraphRights.GrantPermissions))
        {
            return GraphError.Denied();
        }

        if (Find(request) is not { } grant)
        {
            return GraphError.NotFound(request.Key);
        }

        var after = grant with { Scope = request.Body.Text("scope") ?? grant.Scope };
        var key = DirectoryIndex.Key(grant.TenantId, grant.Id);
        if (isRemoved)
        {
            parts.Index.PermissionGrants.Delete(batch, key);
        }
        else
        {
            parts.Index.PermissionGrants.TryChange(batch, key, _ => after);
        }

        if (parts.Index.ServicePrincipals.Find(DirectoryIndex.Key(grant.TenantId, grant.ClientId)) is { } client)
        {
            Note(batch, request, activity, client, PermissionGrants.Show(grant), isRemoved ? null : PermissionGrants.Show(after));
        }

        return GraphAnswer.NoContent;
    });

    private void Note(Storage.WriteBatch batch, GraphRequest request, AuditActivity activity, ServicePrincipalRecord client, JsonObject? before, JsonObject? after) =>
        parts.Writer.Note(batch, request, activity, new AuditTarget(
            client.Id, "ServicePrincipal", client.DisplayName, null, [.. AuditTargets.Of("OAuth2PermissionGrant", before, after).Modified]));

    private ServicePrincipalRecord? Client(GraphRequest request, string property) =>
        request.Body.Text(property) is { } id ? parts.Index.ServicePrincipals.Find(DirectoryIndex.Key(request.TenantId, id)) : null;

    private PermissionGrantRecord? Find(GraphRequest request) => parts.Index.PermissionGrants.Find(DirectoryIndex.Key(request.TenantId, request.Key));

    private GraphAnswer Reading(GraphRequest request, Func<GraphAnswer> answer) =>
        parts.Permissions.May(request.Caller, GraphRights.ReadApplications) ? answer() : GraphError.Denied();
}
