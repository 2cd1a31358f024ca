using Verditer.Storage;

namespace Verditer.Directory;

/// <summary>
/// Writes to the directory. What must be unique (a resource's identity, an application's principal) has a document of its own name, so that two
/// writers cannot both make it.
/// </summary>
internal sealed class DirectoryWriter(IDocumentStore store, DirectoryIndex index)
{
    private const int MostAttempts = 100;
    private const string Names = "directory.names";
    private static readonly byte[] Taken = "{}"u8.ToArray();

    public DirectoryIndex Index => index;

    public static WriteBatch Claim(WriteBatch batch, string name) => batch.Create(Names, name.ToLowerInvariant(), Taken);

    public static WriteBatch Release(WriteBatch batch, string name) => batch.Delete(Names, name.ToLowerInvariant());

    public static string ResourceName(string resourceId) => "resource/" + resourceId;

    public static string AppIdName(string tenantId, string appId) => $"appId/{tenantId}/{appId}";

    public static string OwnedName(string tenantId, string key) => $"owned/{tenantId}/{key}";

    /// <summary>False when somebody else changed what the batch builds on: look again and build it anew.</summary>
    public async Task<bool> TryCommitAsync(WriteBatch batch, CancellationToken cancellationToken) =>
        batch.Writes.Count == 0 || (await store.CommitAsync(batch, cancellationToken)).Committed;

    /// <summary>Commits what <paramref name="build"/> adds, and builds it anew while others get in between. False when it adds nothing.</summary>
    public async Task<bool> CommitAsync(Func<WriteBatch, bool> build, CancellationToken cancellationToken)
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

        throw new InvalidOperationException("The directory's names do not fit its objects: a write was refused again and again.");
    }

    /// <summary>Adds a new service principal, with the names that belong to it.</summary>
    public WriteBatch Create(WriteBatch batch, ServicePrincipalRecord principal)
    {
        Claim(batch, AppIdName(principal.TenantId, principal.AppId));
        if (principal.ResourceId is { } resource)
        {
            Claim(batch, ResourceName(resource));
        }

        return index.ServicePrincipals.Create(batch, DirectoryIndex.Key(principal.TenantId, principal.Id), principal);
    }

    public WriteBatch Create(WriteBatch batch, ApplicationRecord application)
    {
        if (application.OwnedKey is { } key)
        {
            Claim(batch, OwnedName(application.TenantId, key));
        }

        return index.Applications.Create(batch, DirectoryIndex.Key(application.TenantId, application.Id), application);
    }

    public WriteBatch Delete(WriteBatch batch, ServicePrincipalRecord principal)
    {
        Release(batch, AppIdName(principal.TenantId, principal.AppId));
        if (principal.ResourceId is { } resource)
        {
            Release(batch, ResourceName(resource));
        }

        foreach (var held in index.RoleMembers.In(principal.TenantId).Where(member => member.PrincipalId == principal.Id))
        {
            index.RoleMembers.Delete(batch, $"{held.TenantId}/{held.RoleTemplateId}/{held.PrincipalId}");
        }

        return index.ServicePrincipals.Delete(batch, DirectoryIndex.Key(principal.TenantId, principal.Id));
    }

    /// <summary>Removes an application and its service principal.</summary>
    public WriteBatch Delete(WriteBatch batch, ApplicationRecord application)
    {
        if (application.OwnedKey is { } key)
        {
            Release(batch, OwnedName(application.TenantId, key));
        }

        if (index.ServicePrincipalsByAppId.Find(DirectoryIndex.Key(application.TenantId, application.AppId)) is { } principal)
        {
            Delete(batch, principal);
        }

        return index.Applications.Delete(batch, DirectoryIndex.Key(application.TenantId, application.Id));
    }
}
