using Verditer.Storage;

namespace Verditer.Directory;

/// <summary>
/// Writes to the directory. What must be unique (a resource's identity, an application's principal) has a document of its own name, so that two
/// writers cannot both make it.
/// </summary>
internal sealed class DirectoryWriter(IDocumentStore store, DirectoryIndex index)
{
    private const int MostAttempts = 100;

    public DirectoryIndex Index => index;

    /// <summary>False when somebody else changed what the batch builds on: look again and build it anew.</summary>
    public async Task<bool> TryCommitAsync(WriteBatch batch, CancellationToken cancellationToken) =>
        batch.Writes.Count == 0 || (await store.CommitAsync(batch, cancellationToken)).Committed;

    /// <summary>Commits what <paramref name="build"/> adds, and builds it anew while others get in between. False when it adds nothing.</summary>
    /// <exception cref="InvalidOperationException">It was refused again and again.</exception>
    public async Task<bool> CommitAsync(Func<WriteBatch, bool> build, CancellationToken cancellationToken) =>
        await TryCommitAsync(build, cancellationToken)
            ?? throw new InvalidOperationException("The directory's names do not fit its objects: a write was refused again and again.");

    /// <summary>As <see cref="CommitAsync"/>; null when it was refused again and again.</summary>
    public async Task<bool?> TryCommitAsync(Func<WriteBatch, bool> build, CancellationToken cancellationToken)
    {
        for (var attempt = 0; attempt < MostAttempts; attempt++)
        {
            var batch = new WriteBatch();
            if (!build(batch))
            {
                return false;
            }

            if (await TryCommitAsync(batch, cancellationToken))
            {
                return true;
            }
        }

        return null;
    }

    /// <summary>Adds a new service principal, with the names that belong to it.</summary>
    public WriteBatch Create(WriteBatch batch, ServicePrincipalRecord principal)
    {
        DirectoryNames.Claim(batch, DirectoryNames.Of(principal));
        return index.ServicePrincipals.Create(batch, DirectoryIndex.Key(principal.TenantId, principal.Id), principal);
    }

    public WriteBatch Create(WriteBatch batch, ApplicationRecord application)
    {
        DirectoryNames.Claim(batch, DirectoryNames.Of(application));
        return index.Applications.Create(batch, DirectoryIndex.Key(application.TenantId, application.Id), application);
    }

    public WriteBatch Create(WriteBatch batch, UserRecord user)
    {
        DirectoryNames.Claim(batch, DirectoryNames.Of(user));
        return index.Users.Create(batch, DirectoryIndex.Key(user.TenantId, user.Id), user);
    }

    public WriteBatch Create(WriteBatch batch, GroupRecord group) =>
        index.Groups.Create(batch, DirectoryIndex.Key(group.TenantId, group.Id), group);

    /// <summary>Changes a user, and the name where that changes; the batch fails when somebody else changes it meanwhile.</summary>
    public void Replace(WriteBatch batch, UserRecord before, UserRecord after)
    {
        DirectoryNames.Move(batch, DirectoryNames.Of(before), DirectoryNames.Of(after));
        index.Users.TryChange(batch, DirectoryIndex.Key(before.TenantId, before.Id), _ => after);
    }

    /// <summary>Changes an application, and its service principal where that shows the same names.</summary>
    public void Replace(WriteBatch batch, ApplicationRecord before, ApplicationRecord after)
    {
        DirectoryNames.Move(batch, DirectoryNames.Of(before), DirectoryNames.Of(after));
        index.Applications.TryChange(batch, DirectoryIndex.Key(before.TenantId, before.Id), _ => after);
        if ((before.DisplayName != after.DisplayName || !before.IdentifierUris.SequenceEqual(after.IdentifierUris))
            && index.ServicePrincipalsByAppId.Find(DirectoryIndex.Key(before.TenantId, before.AppId)) is { } principal)
        {
            index.ServicePrincipals.TryChange(batch, DirectoryIndex.Key(before.TenantId, principal.Id), old => old with
            {
                DisplayName = after.DisplayName,
                Names = [after.AppId, .. after.IdentifierUris],
            });
        }
    }

    public WriteBatch Delete(WriteBatch batch, ServicePrincipalRecord principal)
    {
        DirectoryReferences.Remove(index, batch, principal.TenantId, [principal.Id]);
        return DeleteAlone(batch, principal);
    }

    /// <summary>Removes an application and its service principal.</summary>
    public WriteBatch Delete(WriteBatch batch, ApplicationRecord application)
    {
        var principal = index.ServicePrincipalsByAppId.Find(DirectoryIndex.Key(application.TenantId, application.AppId));
        DirectoryReferences.Remove(index, batch, application.TenantId, principal is null ? [application.Id] : [application.Id, principal.Id]);
        if (principal is not null)
        {
            DeleteAlone(batch, principal);
        }

        DirectoryNames.Release(batch, DirectoryNames.Of(application));
        return index.Applications.Delete(batch, DirectoryIndex.Key(application.TenantId, application.Id));
    }

    public WriteBatch Delete(WriteBatch batch, UserRecord user)
    {
        DirectoryReferences.Remove(index, batch, user.TenantId, [user.Id]);
        DirectoryNames.Release(batch, DirectoryNames.Of(user));
        return index.Users.Delete(batch, DirectoryIndex.Key(user.TenantId, user.Id));
    }

    public WriteBatch Delete(WriteBatch batch, GroupRecord group)
    {
        DirectoryReferences.Remove(index, batch, group.TenantId, [group.Id]);
        return index.Groups.Delete(batch, DirectoryIndex.Key(group.TenantId, group.Id));
    }

    private WriteBatch DeleteAlone(WriteBatch batch, ServicePrincipalRecord principal)
    {
        DirectoryNames.Release(batch, DirectoryNames.Of(principal));
        return index.ServicePrincipals.Delete(batch, DirectoryIndex.Key(principal.TenantId, principal.Id));
    }
}
