using System.Text.Json.Nodes;
using Verditer.Storage;

namespace Verditer.Directory;

/// <summary>Application registrations in Graph.</summary>
/// <remarks>Source: https://learn.microsoft.com/graph/api/resources/application</remarks>
internal sealed class ApplicationRoutes(GraphParts parts) : CredentialHolderRoutes<ApplicationRecord>(GraphKind.Application, parts, Activities)
{
    private static readonly CredentialActivities Activities = new(
        AuditActivity.UpdateApplicationCredentials, AuditActivity.UpdateApplicationCredentials,
        AuditActivity.AddApplicationOwner, AuditActivity.RemoveApplicationOwner);

    public override IEnumerable<GraphRoute> Routes =>
    [
        .. base.Routes,
        new("POST", GraphKind.Application.EntitySet, CreateAsync),
        new("PATCH", One, PatchAsync),
    ];

    protected override AuditActivity Deleting => AuditActivity.DeleteApplication;

    protected override IEnumerable<ApplicationRecord> In(string tenantId) => Index.Applications.In(tenantId);

    protected override ApplicationRecord? FindById(string key) => Index.Applications.Find(key);

    /// <summary>The index knows client ids of other tenants too: the key names this one's.</summary>
    protected override ApplicationRecord? FindByAppId(string key) => Index.ApplicationsByAppId.Find(key);

    protected override ApplicationRecord? Lookup(string tenantId, string property, string value, out bool isIndexed)
    {
        isIndexed = true;
        return property switch
        {
            "appId" => Index.ApplicationsByAppId.Find(DirectoryIndex.Key(tenantId, value)),
            "identifierUris" => Index.ApplicationsByUri.Find(DirectoryIndex.Key(tenantId, value)),
            _ => base.Lookup(tenantId, property, value, out isIndexed),
        };
    }

    protected override JsonObject Show(ApplicationRecord item) => GraphObjects.Show(item, Index.Tenants.Find(item.TenantId)!);

    protected override IReadOnlyList<PasswordRecord> PasswordsOf(ApplicationRecord item) => item.Passwords;

    protected override IReadOnlyList<KeyCredentialRecord> KeysOf(ApplicationRecord item) => item.KeyCredentials;

    protected override ApplicationRecord WithPasswords(ApplicationRecord item, IReadOnlyList<PasswordRecord> passwords) => item with { Passwords = passwords };

    protected override ApplicationRecord WithOwners(ApplicationRecord item, IReadOnlyList<string> owners) => item with { Owners = owners };

    protected override void Replace(WriteBatch batch, ApplicationRecord before, ApplicationRecord after) => Parts.Writer.Directory.Replace(batch, before, after);

    private Task<GraphAnswer> CreateAsync(GraphRequest request) => Parts.Writer.WriteAsync(batch =>
    {
        if (!Parts.Permissions.May(request.Caller, GraphRights.CreateApplications))
        {
            return GraphError.Denied();
        }

        var (tenant, now) = (Index.Tenants.Find(request.TenantId)!, Parts.Time.GetUtcNow());
        var added = ApplicationSecrets.Read(request.Body, now, out var refusal);
        if (added is null || GraphOwners.OfNew(Index, request, withCaller: true, out refusal) is not { } owners)
        {
            return refusal!;
        }

        var created = NewObjects.Application(tenant.Id, "", now) with { Owners = owners, Passwords = [.. added.Select(each => each.Password)] };
        var checkedApp = ApplicationRules.Apply(Index, request.Body, created, now);
        if (checkedApp.After is not { } app)
        {
            return checkedApp.Refusal!;
        }

        Parts.Writer.Directory.Create(batch, app);
        Parts.Writer.Note(batch, request, AuditActivity.AddApplication, AuditTargets.Of("Application", null, Show(app)));
        var shown = Show(app);
        shown["passwordCredentials"] = new JsonArray([.. added.Select(each => GraphCredentials.Show(each.Password, each.Secret))]);
        return GraphAnswer.Created(shown);
    });

    private Task<GraphAnswer> PatchAsync(GraphRequest request) => ChangeAsync(request, GraphRights.WriteApplications, AuditActivity.UpdateApplication, app =>
        ApplicationSecrets.RefuseNew(request.Body, app) is { } refusal
            ? refusal
            : ApplicationRules.Apply(Index, request.Body, ApplicationSecrets.Keep(request.Body, app), Parts.Time.GetUtcNow()));
}
