using System.Text.Json.Nodes;
using Verditer.Core;
using Verditer.Storage;

namespace Verditer.Directory;

/// <summary>Application registrations in Graph.</summary>
/// <remarks>Source: https://learn.microsoft.com/graph/api/resources/application</remarks>
internal sealed class ApplicationRoutes(DirectoryIndex index, DirectoryWriter writer, GraphPermissions permissions, TimeProvider time)
    : CredentialHolderRoutes<ApplicationRecord>("applications", index, permissions, time)
{
    public IReadOnlyList<GraphRoute> Routes =>
    [
        .. CommonRoutes,
        new("POST", "applications", CreateAsync),
        new("PATCH", "applications/{}", request => ChangeAsync(request, PatchAsync)),
        new("DELETE", "applications/{}", request => ChangeAsync(request, DeleteAsync)),
        new("POST", "applications/{}/owners/$ref", request => ChangeAsync(request, AddOwnerAsync)),
        new("DELETE", "applications/{}/owners/{}/$ref", request => ChangeAsync(request, RemoveOwnerAsync)),
    ];

    protected override IEnumerable<ApplicationRecord> In(string tenantId) =>
        Index.Applications.In(tenantId).OrderBy(app => app.Created).ThenBy(app => app.Id);

    protected override ApplicationRecord? Find(string key) => Index.Applications.Find(key);

    protected override ApplicationRecord? FindByAppId(string key) => Index.ApplicationsByAppId.Find(key);

    protected override JsonObject Show(ApplicationRecord found) => GraphObjects.Show(found, Index.Tenants.Find(found.TenantId)!);

    protected override IReadOnlyList<string> OwnersOf(ApplicationRecord found) => found.Owners;

    protected override IReadOnlyList<PasswordRecord> PasswordsOf(ApplicationRecord found) => found.Passwords;

    protected override ApplicationRecord WithPasswords(ApplicationRecord found, IReadOnlyList<PasswordRecord> passwords) =>
        found with { Passwords = passwords };

    /// <summary>Writes the application, and its service principal where that shows the same names.</summary>
    protected override async Task<GraphAnswer> StoreAsync(ApplicationRecord found, Func<ApplicationRecord, ApplicationRecord> change)
    {
        var key = DirectoryIndex.Key(found.TenantId, found.Id);
        var isStored = await writer.CommitAsync(
            batch =>
            {
                if (Index.Applications.Find(key) is { } before && change(before) is var after
                    && (before.DisplayName != after.DisplayName || !before.IdentifierUris.SequenceEqual(after.IdentifierUris))
                    && Index.ServicePrincipalsByAppId.Find(DirectoryIndex.Key(found.TenantId, found.AppId)) is { } principal)
                {
                    Index.ServicePrincipals.TryChange(batch, DirectoryIndex.Key(found.TenantId, principal.Id), old => old with
                    {
                        DisplayName = after.DisplayName,
                        Names = [after.AppId, .. after.IdentifierUris],
                    });
                }

                return Index.Applications.TryChange(batch, key, change);
            },
            default);
        return isStored ? GraphAnswer.NoContent : GraphError.NotFound(found.Id);
    }

    private async Task<GraphAnswer> CreateAsync(GraphRequest request)
    {
        if (!Permissions.MayWriteApplications(request.Caller))
        {
            return GraphError.Denied();
        }

        if (request.Body.Text("displayName") is not { Length: > 0 } name)
        {
            return GraphError.Bad("A value is required for property 'displayName' of resource 'Application'.");
        }

        var app = NewObjects.Application(request.TenantId, name, Time.GetUtcNow()) with { Owners = [request.Caller.ObjectId] };
        if (Apply(request.Body, app, out var refusal) is not { } described)
        {
            return refusal!;
        }

        await writer.TryCommitAsync(writer.Create(new WriteBatch(), described), default);
        return GraphAnswer.Created(Show(described));
    }

    private async Task<GraphAnswer> PatchAsync(GraphRequest request, ApplicationRecord app) => Apply(request.Body, app, out var refusal) is null
        ? refusal!
        : await StoreAsync(app, old => Apply(request.Body, old, out _) ?? old);

    private async Task<GraphAnswer> DeleteAsync(GraphRequest request, ApplicationRecord app)
    {
        await writer.TryCommitAsync(writer.Delete(new WriteBatch(), app), default);
        return GraphAnswer.NoContent;
    }

    private async Task<GraphAnswer> AddOwnerAsync(GraphRequest request, ApplicationRecord app) =>
        GraphBody.Reference(request.Body) is { } owner && Index.FindPrincipal(request.TenantId, owner) is not null
            ? await StoreAsync(app, old => old with { Owners = [.. GraphOwners.Without(old.Owners, owner), owner] })
            : GraphError.NotFound(GraphBody.Reference(request.Body) ?? "");

    private Task<GraphAnswer> RemoveOwnerAsync(GraphRequest request, ApplicationRecord app) =>
        StoreAsync(app, old => old with { Owners = GraphOwners.Without(old.Owners, request.SubKey!) });

    private ApplicationRecord? Apply(JsonObject body, ApplicationRecord app, out GraphError? refusal)
    {
        refusal = null;
        var uris = GraphBody.Texts(body, "identifierUris") ?? app.IdentifierUris;
        if (uris.Any(uri => Index.ApplicationsByUri.Find(DirectoryIndex.Key(app.TenantId, uri)) is { } other && other.Id != app.Id))
        {
            refusal = GraphError.Bad("Another object with the same value for property identifierUris already exists.");
            return null;
        }

        return app with
        {
            DisplayName = body.Text("displayName") ?? app.DisplayName,
            IdentifierUris = uris,
            TokenVersion = body["api"].Number("requestedAccessTokenVersion") ?? app.TokenVersion,
            Extra = GraphBody.Extra(body, app.Extra),
        };
    }
}
