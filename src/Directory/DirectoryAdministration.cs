using Verditer.Core;
using Verditer.Storage;

namespace Verditer.Directory;

/// <inheritdoc cref="IDirectoryAdministration"/>
internal sealed class DirectoryAdministration(
    DirectoryWriter writer, DirectoryAuditLog audits, KeyRing keys, ISecretProtector protector, SignInLog signIns, DirectoryOptions options, TimeProvider time)
    : IDirectoryAdministration
{
    private const string BootstrapKey = "verditer-bootstrap";

    private DirectoryIndex Index => writer.Index;

    public async Task LoadAsync(CancellationToken cancellationToken = default)
    {
        await Index.LoadAsync(cancellationToken);
        await signIns.LoadAsync(cancellationToken);
    }

    public async Task<BootstrapResult> BootstrapAsync(CancellationToken cancellationToken = default)
    {
        await LoadAsync(cancellationToken);
        var tenant = Index.FirstTenant() ?? await CreateTenantAsync(options.TenantName, options.TenantDomain, null, cancellationToken);
        foreach (var each in ListTenants())
        {
            await writer.CommitAsync(batch => AddApis(batch, each.Id), cancellationToken);
        }

        string? secret = null;
        await writer.CommitAsync(batch => Bootstrap(batch, tenant.Id, out secret), cancellationToken);
        var app = Index.ApplicationsByOwnedKey.Find(DirectoryIndex.Key(tenant.Id, BootstrapKey))!;
        var principal = Index.ServicePrincipalsByAppId.Find(DirectoryIndex.Key(tenant.Id, app.AppId))!;
        return new(tenant.Id, app.AppId, app.Id, principal.Id, secret);
    }

    public async Task<TenantRecord> CreateTenantAsync(
        string displayName, string domain, string? id = null, CancellationToken cancellationToken = default)
    {
        var tenant = new TenantRecord(id ?? NewObjects.Id(), displayName, domain, time.GetUtcNow());
        var batch = Index.Tenants.Create(new WriteBatch(), tenant.Id, tenant);
        DirectoryNames.Claim(batch, DirectoryNames.OfDomain(domain));
        AddKey(batch, tenant.Id);
        AddApis(batch, tenant.Id);
        return await writer.TryCommitAsync(batch, cancellationToken)
            ? tenant
            : Index.FindTenant(tenant.Id) ?? Index.FindTenant(domain) ?? throw new InvalidOperationException($"The domain '{domain}' is taken.");
    }

    public DateTimeOffset? FindFirstSecretStart(string tenantId, string clientId) =>
        Index.ApplicationsByAppId.Find(DirectoryIndex.Key(tenantId, clientId))?.Passwords is { Count: > 0 } passwords ? passwords.Min(p => p.Start) : null;

    public IReadOnlyList<TenantRecord> ListTenants() => [.. Index.Tenants.All.OrderBy(tenant => tenant.Created)];

    public async Task<string> RotateKeyAsync(string tenantId, CancellationToken cancellationToken = default)
    {
        var kid = "";
        await writer.CommitAsync(
            batch =>
            {
                foreach (var old in Index.SigningKeys.In(tenantId).ToList())
                {
                    Retire(batch, old);
                }

                kid = AddKey(batch, tenantId);
                return true;
            },
            cancellationToken);
        return keys.Find(kid)!.Record.Kid;
    }

    public IReadOnlyList<TenantKey> ListKeys(string tenantId) =>
        [.. keys.Of(tenantId).Select(key => key.Record).Select(key => new TenantKey(key.TenantId, key.Kid, key.Created, key.Retired, key.Retired + keys.KeptAfterRetirement))];

    public async Task<ServicePrincipalRecord> CreateApplicationAsync(string tenantId, string displayName, CancellationToken cancellationToken = default)
    {
        var app = NewObjects.Application(tenantId, displayName, time.GetUtcNow());
        var principal = NewObjects.Of(app, app.Created);
        var batch = writer.Create(writer.Create(new WriteBatch(), app), principal);
        Note(batch, AuditActivity.AddApplication, null, app);
        Note(batch, AuditActivity.AddServicePrincipal, null, principal);
        await writer.TryCommitAsync(batch, cancellationToken);
        return principal;
    }

    public async Task<AddedSecret?> AddPasswordAsync(
        string tenantId, string applicationId, string? displayName, TimeSpan lifetime, string? chosenSecret = null, CancellationToken cancellationToken = default)
    {
        var now = time.GetUtcNow();
        var secret = chosenSecret ?? GeneratedSecret.Create();
        var password = SecretHash.Make(secret, chosenSecret is not null, displayName, now, now + lifetime);
        var added = await writer.CommitAsync(
            batch =>
            {
                if (Index.Applications.Find(DirectoryIndex.Key(tenantId, applicationId)) is not { } app)
                {
                    return false;
                }

                var after = app with { Passwords = [.. app.Passwords, password] };
                Note(batch, AuditActivity.UpdateApplicationCredentials, app, after);
                writer.Replace(batch, app, after);
                return true;
            },
            cancellationToken);
        return added ? new(password, secret) : null;
    }

    public Task<bool> DeletePrincipalAsync(string tenantId, string objectId, CancellationToken cancellationToken = default) => writer.CommitAsync(
        batch => Delete(batch, DirectoryIndex.Key(tenantId, objectId)), cancellationToken);

    public Task PutUserAsync(UserRecord user, CancellationToken cancellationToken = default) => writer.CommitAsync(
        batch =>
        {
            if (Index.Users.Find(DirectoryIndex.Key(user.TenantId, user.Id)) is { } before)
            {
                writer.Replace(batch, before, user);
                Note(batch, AuditActivity.UpdateUser, before, user);
            }
            else
            {
                writer.Create(batch, user);
                Note(batch, AuditActivity.AddUser, null, user);
            }

            return true;
        },
        cancellationToken);

    public Task PutGroupAsync(GroupRecord group, CancellationToken cancellationToken = default)
    {
        var key = DirectoryIndex.Key(group.TenantId, group.Id);
        var (batch, before) = (Index.Groups.Put(new WriteBatch(), key, group), Index.Groups.Find(key));
        Note(batch, before is null ? AuditActivity.AddGroup : AuditActivity.UpdateGroup, before, group);
        return writer.TryCommitAsync(batch, cancellationToken);
    }

    public Task AddRoleMemberAsync(DirectoryRoleMember member, CancellationToken cancellationToken = default) =>
        writer.TryCommitAsync(Put(new WriteBatch(), member), cancellationToken);

    private bool Bootstrap(WriteBatch batch, string tenantId, out string? secret)
    {
        secret = null;
        if (Index.ApplicationsByOwnedKey.Find(DirectoryIndex.Key(tenantId, BootstrapKey)) is not null)
        {
            return false;
        }

        secret = GeneratedSecret.Create();
        var now = time.GetUtcNow();
        var password = SecretHash.Make(secret, chosen: false, "bootstrap", now, DateTimeOffset.MaxValue);
        var app = NewObjects.Application(tenantId, "verditer-bootstrap", now) with { OwnedKey = BootstrapKey, Passwords = [password] };
        var principal = NewObjects.Of(app, now);
        writer.Create(writer.Create(batch, app), principal);
        Put(batch, new(tenantId, DirectoryRoles.GlobalAdministrator, principal.Id));
        return true;
    }

    private WriteBatch Put(WriteBatch batch, DirectoryRoleMember member) =>
        Index.RoleMembers.Put(batch, DirectoryRoles.Key(member), member);

    /// <summary>The APIs that Graph shows in every tenant, where they are missing.</summary>
    private bool AddApis(WriteBatch batch, string tenantId)
    {
        foreach (var api in (ProtectedResource[])[ProtectedResource.Graph, ProtectedResource.ResourceManager])
        {
            if (Index.ServicePrincipalsByAppId.Find(DirectoryIndex.Key(tenantId, api.AppId)) is null)
            {
                writer.Create(batch, NewObjects.Of(api, tenantId, time.GetUtcNow()));
            }
        }

        return batch.Writes.Count > 0;
    }

    private string AddKey(WriteBatch batch, string tenantId)
    {
        var key = SigningKey.Create(tenantId, time.GetUtcNow(), protector);
        Index.SigningKeys.Create(batch, DirectoryIndex.Key(tenantId, key.Kid), key);
        return key.Kid;
    }

    private void Retire(WriteBatch batch, SigningKeyRecord old)
    {
        var (key, now) = (DirectoryIndex.Key(old.TenantId, old.Kid), time.GetUtcNow());
        if (old.Retired is null)
        {
            Index.SigningKeys.TryChange(batch, key, record => record with { Retired = now });
        }
        else if (!keys.Counts(old))
        {
            Index.SigningKeys.Delete(batch, key);
        }
    }

    private bool Delete(WriteBatch batch, string key)
    {
        if (Index.ServicePrincipals.Find(key) is { } principal)
        {
            writer.Delete(batch, principal);
            Note(batch, AuditActivity.DeleteServicePrincipal, principal, null);
        }
        else if (Index.Users.Find(key) is { } user)
        {
            writer.Delete(batch, user);
            Note(batch, AuditActivity.DeleteUser, user, null);
        }
        else if (Index.Groups.Find(key) is { } group)
        {
            writer.Delete(batch, group);
            Note(batch, AuditActivity.DeleteGroup, group, null);
        }

        return batch.Writes.Count > 0;
    }

    private void Note(WriteBatch batch, AuditActivity activity, IDirectoryObject? before, IDirectoryObject? after) =>
        audits.Note(Index, batch, AuditActor.Administration, activity, before, after);
}
