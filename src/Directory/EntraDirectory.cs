using Verditer.Core;
using Verditer.Storage;

namespace Verditer.Directory;

/// <summary>Entra ID's directory, as the other parts of Verditer use it.</summary>
internal sealed class EntraDirectory(DirectoryWriter writer, DirectoryAuditLog audits, TimeProvider time) : IDirectory, IManagedIdentityRemoval
{
    private readonly GroupMembership _membership = new(writer.Index);

    private DirectoryIndex Index => writer.Index;

    public bool HasTenant(string tenantId) => Index.Tenants.Find(tenantId) is not null;

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
                && Create(batch, NewObjects.Identity(Tenant(tenantId), resourceId, kind, time.GetUtcNow())),
            cancellationToken);
        return FindManagedIdentity(resourceId)!;
    }

    public Task DeleteManagedIdentityAsync(string resourceId, CancellationToken cancellationToken = default) =>
        writer.CommitAsync(batch => TryRemove(batch, resourceId), cancellationToken);

    public void Remove(WriteBatch batch, string resourceId) => TryRemove(batch, resourceId);

    public async Task<FederatedCredentialOutcome> SetFederatedCredentialAsync(
        string identityResourceId, FederatedIdentityCredential credential, CancellationToken cancellationToken = default)
    {
        var outcome = FederatedCredentialOutcome.NoIdentity;
        await writer.CommitAsync(
            batch => Index.ServicePrincipalsByResource.Find(identityResourceId) is { } identity
                && (outcome = IdentityFederation.Set(identity, credential, out var after)) == FederatedCredentialOutcome.Set
                && Change(batch, identity, after),
            cancellationToken);
        return outcome;
    }

    public Task RemoveFederatedCredentialAsync(string identityResourceId, string name, CancellationToken cancellationToken = default) => writer.CommitAsync(
        batch => Index.ServicePrincipalsByResource.Find(identityResourceId) is { } identity && Change(batch, identity, IdentityFederation.Remove(identity, name)),
        cancellationToken);

    public async Task<Principal> EnsureFirstPartyAsync(
        string tenantId, string appId, string displayName, CancellationToken cancellationToken = default)
    {
        await writer.CommitAsync(
            batch => FindServicePrincipal(tenantId, appId) is null
                && Create(batch, NewObjects.FirstParty(Tenant(tenantId), appId, displayName, time.GetUtcNow())),
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
        batch => Index.ApplicationsByOwnedKey.Find(DirectoryIndex.Key(tenantId, key)) is { } app && Delete(batch, app), cancellationToken);

    /// <summary>The tenant's id in its own case.</summary>
    private string Tenant(string tenantId) =>
        Index.Tenants.Find(tenantId)?.Id ?? throw new ArgumentException($"The tenant '{tenantId}' is not in the directory.", nameof(tenantId));

    private bool PutOwned(WriteBatch batch, string tenantId, string key, string displayName, string owner, PasswordRecord password)
    {
        if (Index.ApplicationsByOwnedKey.Find(DirectoryIndex.Key(tenantId, key)) is { } existing)
        {
            if (FindServicePrincipal(tenantId, existing.AppId) is null)
            {
                Create(batch, NewObjects.Of(existing, time.GetUtcNow()) with { Owners = [owner] });
            }

            var renewed = existing with { Passwords = [password] };
            writer.Replace(batch, existing, renewed);
            Note(batch, AuditActivity.UpdateApplicationCredentials, existing, renewed);
            return true;
        }

        var app = NewObjects.Application(Tenant(tenantId), displayName, time.GetUtcNow()) with { OwnedKey = key, Owners = [owner], Passwords = [password] };
        writer.Create(batch, app);
        Note(batch, AuditActivity.AddApplication, null, app);
        return Create(batch, NewObjects.Of(app, app.Created) with { Owners = [owner] });
    }

    private bool Create(WriteBatch batch, ServicePrincipalRecord principal)
    {
        writer.Create(batch, principal);
        Note(batch, AuditActivity.AddServicePrincipal, null, principal);
        return true;
    }

    /// <summary>False where nothing changes.</summary>
    private bool Change(WriteBatch batch, ServicePrincipalRecord before, ServicePrincipalRecord after)
    {
        if (ReferenceEquals(before, after))
        {
            return false;
        }

        Index.ServicePrincipals.TryChange(batch, DirectoryIndex.Key(before.TenantId, before.Id), _ => after);
        Note(batch, AuditActivity.UpdateServicePrincipal, before, after);
        return true;
    }

    private bool TryRemove(WriteBatch batch, string resourceId) => Index.ServicePrincipalsByResource.Find(resourceId) is { } identity && Delete(batch, identity);

    private bool Delete(WriteBatch batch, ServicePrincipalRecord principal)
    {
        writer.Delete(batch, principal);
        Note(batch, AuditActivity.DeleteServicePrincipal, principal, null);
        return true;
    }

    private bool Delete(WriteBatch batch, ApplicationRecord app)
    {
        writer.Delete(batch, app);
        Note(batch, AuditActivity.DeleteApplication, app, null);
        return true;
    }

    private void Note(WriteBatch batch, AuditActivity activity, IDirectoryObject? before, IDirectoryObject? after) =>
        audits.Note(Index, batch, AuditActor.ManagedServiceIdentity, activity, before, after);
}
