using System.Text.Json.Nodes;
using Verditer.Core;
using Verditer.Storage;

namespace Verditer.Directory;

/// <summary>Application registrations in Graph.</summary>
/// <remarks>Source: https://learn.microsoft.com/graph/api/resources/application</remarks>
internal sealed class ApplicationRoutes(DirectoryIndex index, DirectoryWriter writer, GraphPermissions permissions, TimeProvider time)
{
    private const string Set = "applications";

    public IReadOnlyList<GraphRoute> Routes =>
    [
        new("GET", "applications", List),
        new("POST", "applications", CreateAsync),
        new("GET", "applications/{}", request => With(request, app => GraphPage.One(request, Set, Show(app)))),
        new("PATCH", "applications/{}", request => ChangeAsync(request, PatchAsync)),
        new("DELETE", "applications/{}", request => ChangeAsync(request, DeleteAsync)),
        new("POST", "applications/{}/addPassword", request => ChangeAsync(request, AddPasswordAsync)),
        new("POST", "applications/{}/removePassword", request => ChangeAsync(request, RemovePasswordAsync)),
        new("GET", "applications/{}/owners", request => With(request, app => GraphOwners.List(index, request, app.Owners))),
        new("POST", "applications/{}/owners/$ref", request => ChangeAsync(request, AddOwnerAsync)),
        new("DELETE", "applications/{}/owners/{}/$ref", request => ChangeAsync(request, (_, app) => StoreAsync(app, old => old with { Owners = GraphOwners.Without(old.Owners, request.SubKey!) }))),
    ];

    private GraphAnswer List(GraphRequest request) =>
        GraphPage.Create(request, Set, index.Applications.In(request.TenantId).OrderBy(app => app.Created).ThenBy(app => app.Id).Select(Show));

    private async Task<GraphAnswer> CreateAsync(GraphRequest request)
    {
        if (!permissions.MayWriteApplications(request.Caller))
        {
            return GraphError.Denied();
        }

        if (request.Body.Text("displayName") is not { Length: > 0 } name)
        {
            return GraphError.Bad("A value is required for property 'displayName' of resource 'Application'.");
        }

        var app = NewObjects.Application(request.TenantId, name, time.GetUtcNow()) with { Owners = [request.Caller.ObjectId] };
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

    private async Task<GraphAnswer> AddPasswordAsync(GraphRequest request, ApplicationRecord app)
    {
        if (GraphPasswords.Create(request.Body, time.GetUtcNow()) is not { } added)
        {
            return GraphPasswords.InvalidTimes();
        }

        var stored = await StoreAsync(app, old => old with { Passwords = [.. old.Passwords, added.Password] });
        return stored.Error is null ? GraphAnswer.Ok(GraphObjects.Show(added.Password, added.Secret)) : stored;
    }

    private async Task<GraphAnswer> RemovePasswordAsync(GraphRequest request, ApplicationRecord app) =>
        GraphPasswords.Remove(app.Passwords, request.Body) is null
            ? GraphPasswords.NoSuchPassword(request.Body)
            : await StoreAsync(app, old => old with { Passwords = GraphPasswords.Remove(old.Passwords, request.Body) ?? old.Passwords });

    private async Task<GraphAnswer> AddOwnerAsync(GraphRequest request, ApplicationRecord app) =>
        GraphBody.Reference(request.Body) is { } owner && index.FindPrincipal(request.TenantId, owner) is not null
            ? await StoreAsync(app, old => old with { Owners = [.. GraphOwners.Without(old.Owners, owner), owner] })
            : GraphError.NotFound(GraphBody.Reference(request.Body) ?? "");

    /// <summary>Writes the application, and its service principal where that shows the same names.</summary>
    private async Task<GraphAnswer> StoreAsync(ApplicationRecord app, Func<ApplicationRecord, ApplicationRecord> change)
    {
        var key = DirectoryIndex.Key(app.TenantId, app.Id);
        var found = await writer.CommitAsync(
            batch =>
            {
                if (index.Applications.Find(key) is { } before && change(before) is var after
                    && (before.DisplayName != after.DisplayName || !before.IdentifierUris.SequenceEqual(after.IdentifierUris))
                    && index.ServicePrincipalsByAppId.Find(DirectoryIndex.Key(app.TenantId, app.AppId)) is { } principal)
                {
                    index.ServicePrincipals.TryChange(batch, DirectoryIndex.Key(app.TenantId, principal.Id), old => old with
                    {
                        DisplayName = after.DisplayName,
                        Names = [after.AppId, .. after.IdentifierUris],
                    });
                }

                return index.Applications.TryChange(batch, key, change);
            },
            default);
        return found ? GraphAnswer.NoContent : GraphError.NotFound(app.Id);
    }

    private ApplicationRecord? Apply(JsonObject body, ApplicationRecord app, out GraphError? refusal)
    {
        refusal = null;
        var uris = GraphBody.Texts(body, "identifierUris") ?? app.IdentifierUris;
        if (uris.Any(uri => index.ApplicationsByUri.Find(DirectoryIndex.Key(app.TenantId, uri)) is { } other && other.Id != app.Id))
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

    private async Task<GraphAnswer> ChangeAsync(GraphRequest request, Func<GraphRequest, ApplicationRecord, Task<GraphAnswer>> change) =>
        Find(request) is not { } app ? GraphError.NotFound(request.Key!)
        : permissions.MayWrite(request.Caller, app.Owners) ? await change(request, app)
        : GraphError.Denied();

    private GraphAnswer With(GraphRequest request, Func<ApplicationRecord, GraphAnswer> answer) =>
        Find(request) is { } app ? answer(app) : GraphError.NotFound(request.Key!);

    private ApplicationRecord? Find(GraphRequest request) => request.Key!.StartsWith("appId=", StringComparison.OrdinalIgnoreCase)
        ? index.ApplicationsByAppId.Find(DirectoryIndex.Key(request.TenantId, request.Key[6..]))
        : index.Applications.Find(DirectoryIndex.Key(request.TenantId, request.Key));

    private JsonObject Show(ApplicationRecord app) => GraphObjects.Show(app, index.Tenants.Find(app.TenantId)!);
}
