using Verditer.Core;
using Verditer.Storage;

namespace Verditer.Directory;

/// <summary>Entra ID's directory, as the other parts of Verditer use it.</summary>
internal sealed class EntraDirectory(DirectoryWriter writer, TimeProvider time) : IDirectory
{
    private readonly GroupMembership _membership = new(writer.Index);

    private DirectoryIndex Index => writer.Index;

    public Principal? FindPrincipal(string tenantId, string objectId) => Index.FindPrincipal(tenantId, objectId);

    public IReadOnlyList<string> GroupsOf(string tenantId, string objectId) => _membership.GroupsOf(tenantId, objectId);

    public IReadOnlyList<string> MembersOf(string tenantId, string groupId) => _membership.MembersOf(tenantId, groupId);

    public bool HoldsDirectoryRole(string tenantId, string objectId, string roleTemplateId) =>
        GroupsOf(tenantId, objectId).Prepend(objectId).Any(id => Index.HoldsRole(tenantId, id, [roleTemplateId]));

    public Principal? FindServicePrincipal(string tenantId, string appId) =>
        Index.ServicePrincipalsByAppId.Find(DirectoryIndex.Key(tenantId, appId))?.AsPrincipal();

    public ManagedIdentity? FindManagedIdentity(string resourceId) => Index.ServicePrincipalsByResource.Find(resourceId)?.AsManagedIdentity();

    public async Task<ManagedIdentity> EnsureManagedIdentityAsync(
        string tenantId, string resourceId, ManagedIdentityKind kind, CancellationToken cancellationToken = default)
    {
        await writer.CommitAsync(
            batch => Index.ServicePrincipalsByResource.Find(resourceId) is null
                && writer.Create(batch, NewObjects.Identity(Tenant(tenantId), resourceId, kind, time.GetUtcNow())) is not null,
            cancellationToken);
        return FindManagedIdentity(resourceId)!;
    }

    public Task DeleteManagedIdentityAsync(string resourceId, CancellationToken cancellationToken = default) => writer.CommitAsync(
        batch => Index.ServicePrincipalsByResource.Find(resourceId) is { } identity && writer.Delete(batch, identity) is not null, cancellationToken);

    public async Task<Principal> EnsureFirstPartyAsync(
        string tenantId, string appId, string displayName, CancellationToken cancellationToken = default)
    {
        await writer.CommitAsync(
            batch => FindServicePrincipal(tenantId, appId) is null
                && writer.Create(batch, NewObjects.FirstParty(Tenant(tenantId), appId, displayName, time.GetUtcNow())) is not null,
            cancellationToken);
        return FindServicePrincipal(tenantId, appId)!;
    }

    public async Task<OwnedApplication> EnsureOwnedApplicationAsync(
        string tenantId, string key, string displayName, string ownerObjectId, TimeSpan secretLifetime, CancellationToken cancellationToken = default)
    {
        var now = time.GetUtcNow();
        var secret = GeneratedSecret.Create();
        var password = SecretHash.Make(secret, chosen: false, "rbac", now, now + secretLifetime);
        await writer.CommitAsync(batch => PutOwned(batch, tenantId, key, displayName, ownerObjectId, password), cancellationToken);
        var app = Index.ApplicationsByOwnedKey.Find(DirectoryIndex.Key(tenantId, key))!;
        return new(app.AppId, app.Id, FindServicePrincipal(tenantId, app.AppId)!.ObjectId, secret, password.End);
    }

    public Task DeleteOwnedApplicationAsync(string tenantId, string key, CancellationToken cancellationToken = default) => writer.CommitAsync(
        batch => Index.ApplicationsByOwnedKey.Find(DirectoryIndex.Key(tenantId, key)) is { } app && writer.Delete(batch, app) is not null, cancellationToken);

    /// <summary>The tenant's id in its own case.</summary>
    private string Tenant(string tenantId) =>
        Index.Tenants.Find(tenantId)?.Id ?? throw new ArgumentException($"The tenant '{tenantId}' is not in the directory.", nameof(tenantId));

    private bool PutOwned(WriteBatch batch, string tenantId, string key, string displayName, string owner, PasswordRecord password)
    {
        if (Index.ApplicationsByOwnedKey.Find(DirectoryIndex.Key(tenantId, key)) is { } existing)
        {
            if (FindServicePrincipal(tenantId, existing.AppId) is null)
            {
                writer.Create(batch, NewObjects.Of(existing, time.GetUtcNow()) with { Owners = [owner] });
            }

            return Index.Applications.TryChange(batch, DirectoryIndex.Key(tenantId, existing.Id), app => app with { Passwords = [password] });
        }

        var app = NewObjects.Application(Tenant(tenantId), displayName, time.GetUtcNow()) with { OwnedKey = key, Owners = [owner], Passwords = [password] };
        writer.Create(batch, app);
        writer.Create(batch, NewObjects.Of(app, app.Created) with { Owners = [owner] });
        return true;
    }
}
