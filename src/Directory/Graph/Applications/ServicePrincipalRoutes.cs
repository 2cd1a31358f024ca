using System.Text.Json.Nodes;
using Verditer.Core;
using Verditer.Storage;

namespace Verditer.Directory;

/// <summary>Service principals in Graph.</summary>
/// <remarks>Source: https://learn.microsoft.com/graph/api/resources/serviceprincipal</remarks>
internal sealed class ServicePrincipalRoutes(GraphParts parts) : CredentialHolderRoutes<ServicePrincipalRecord>(GraphKind.ServicePrincipal, parts, Activities)
{
    private static readonly CredentialActivities Activities = new(
        AuditActivity.AddServicePrincipalCredentials, AuditActivity.RemoveServicePrincipalCredentials,
        AuditActivity.AddServicePrincipalOwner, AuditActivity.RemoveServicePrincipalOwner);

    public override IEnumerable<GraphRoute> Routes =>
    [
        .. base.Routes,
        new("POST", GraphKind.ServicePrincipal.EntitySet, CreateAsync),
        new("PATCH", One, PatchAsync),
    ];

    protected override AuditActivity Deleting => AuditActivity.DeleteServicePrincipal;

    protected override IEnumerable<ServicePrincipalRecord> In(string tenantId) => Index.ServicePrincipals.In(tenantId);

    protected override ServicePrincipalRecord? FindById(string key) => Index.ServicePrincipals.Find(key);

    protected override ServicePrincipalRecord? FindByAppId(string key) => Index.ServicePrincipalsByAppId.Find(key);

    protected override ServicePrincipalRecord? Lookup(string tenantId, string property, string value, out bool isIndexed)
    {
        isIndexed = true;
        return property switch
        {
            "appId" => Index.ServicePrincipalsByAppId.Find(DirectoryIndex.Key(tenantId, value)),
            "servicePrincipalNames" => Index.ServicePrincipalsByName.Find(DirectoryIndex.Key(tenantId, value.TrimEnd('/'))),
            _ => base.Lookup(tenantId, property, value, out isIndexed),
        };
    }

    protected override JsonObject Show(ServicePrincipalRecord item) =>
        ServicePrincipalPermissions.Add(Index, item, GraphObjects.Show(item, Index.Tenants.Find(item.TenantId)!));

    protected override IReadOnlyList<PasswordRecord> PasswordsOf(ServicePrincipalRecord item) => item.Passwords;

    protected override IReadOnlyList<KeyCredentialRecord> KeysOf(ServicePrincipalRecord item) => item.KeyCredentials;

    protected override ServicePrincipalRecord WithPasswords(ServicePrincipalRecord item, IReadOnlyList<PasswordRecord> passwords) => item with { Passwords = passwords };

    protected override ServicePrincipalRecord WithOwners(ServicePrincipalRecord item, IReadOnlyList<string> owners) => item with { Owners = owners };

    /// <summary>A managed identity belongs to its resource, and Azure's services to Azure: nobody can change or remove them here.</summary>
    protected override bool IsChangeable(ServicePrincipalRecord item) => item is { ResourceId: null, FirstParty: false };

    protected override void Replace(WriteBatch batch, ServicePrincipalRecord before, ServicePrincipalRecord after) =>
        Index.ServicePrincipals.TryChange(batch, DirectoryIndex.Key(before.TenantId, before.Id), _ => after);

    private Task<GraphAnswer> CreateAsync(GraphRequest request) => Parts.Writer.WriteAsync(batch =>
    {
        var appId = request.Body.Text("appId") ?? "";
        if (Index.ApplicationsByAppId.Find(DirectoryIndex.Key(request.TenantId, appId)) is not { } app)
        {
            return !Parts.Permissions.May(request.Caller, GraphRights.CreateApplications) ? GraphError.Denied()
                : Index.ServicePrincipalsByAppId.Find(DirectoryIndex.Key(request.TenantId, appId)) is null
                    ? GraphError.Bad($"The appId '{appId}' of the service principal does not reference a valid application object.")
                : GraphError.ServicePrincipalNameInUse(appId);
        }

        if (!Parts.Permissions.May(request.Caller, GraphRights.WriteApplications, app))
        {
            return GraphError.Denied();
        }

        if (Index.ServicePrincipalsByAppId.Find(DirectoryIndex.Key(request.TenantId, appId)) is not null)
        {
            return GraphError.ServicePrincipalNameInUse(appId);
        }

        if (GraphShapes.Refuse(request.Body, GraphDefaults.ServicePrincipal, "ServicePrincipal") is { } misshapen)
        {
            return misshapen;
        }

        if (GraphOwners.OfNew(Index, request, withCaller: true, out var refusal) is not { } owners)
        {
            return refusal!;
        }

        var principal = NewObjects.Of(app, Parts.Time.GetUtcNow()) with
        {
            Enabled = request.Body.Flag("accountEnabled") ?? true,
            Owners = owners,
            Extra = GraphBody.Extra(request.Body, null),
        };
        Parts.Writer.Directory.Create(batch, principal);
        Parts.Writer.Note(batch, request, AuditActivity.AddServicePrincipal, AuditTargets.Of("ServicePrincipal", null, Show(principal)));
        return GraphAnswer.Created(Show(principal));
    });

    private Task<GraphAnswer> PatchAsync(GraphRequest request) =>
        ChangeAsync(request, GraphRights.WriteApplications, AuditActivity.UpdateServicePrincipal, before => Apply(request.Body, before));

    private GraphChange<ServicePrincipalRecord> Apply(JsonObject body, ServicePrincipalRecord before)
    {
        if (GraphShapes.Refuse(body, GraphDefaults.ServicePrincipal, "ServicePrincipal") is { } misshapen)
        {
            return misshapen;
        }

        IReadOnlyList<KeyCredentialRecord>? keys = before.KeyCredentials;
        if (body["keyCredentials"] is JsonArray asked && (keys = GraphKeys.Read(asked, before.KeyCredentials, Parts.Time.GetUtcNow(), out var refusal)) is null)
        {
            return refusal!;
        }

        return before with
        {
            DisplayName = body.Text("displayName") ?? before.DisplayName,
            Enabled = body.Flag("accountEnabled") ?? before.Enabled,
            KeyCredentials = keys,
            Extra = GraphBody.Extra(body, before.Extra),
        };
    }
}
