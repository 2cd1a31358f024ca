using Verditer.Storage;

namespace Verditer.Directory;

/// <summary>Deleted objects and how they come back. What deletes also removes what was deleted more than thirty days before.</summary>
/// <remarks>Source: https://learn.microsoft.com/entra/architecture/recoverability-overview</remarks>
internal sealed class RecycleBin(DirectoryWriter writer, TimeProvider time)
{
    private DirectoryIndex Index => writer.Index;

    /// <summary>A tenant's objects that can be restored.</summary>
    public IEnumerable<DeletedObjectRecord> In(string tenantId) => Index.DeletedObjects.In(tenantId).Where(each => each.IsKept(time.GetUtcNow()));

    public DeletedObjectRecord? Find(string tenantId, string id) =>
        Index.DeletedObjects.Find(DirectoryIndex.Key(tenantId, id)) is { } found && found.IsKept(time.GetUtcNow()) ? found : null;

    /// <summary>Deletes an object; an application takes its service principal with it, and each of the two has a place of its own in the bin.</summary>
    public void Delete(WriteBatch batch, IDirectoryObject item)
    {
        Purge(batch, item.TenantId);
        switch (item)
        {
            case ApplicationRecord app:
                Keep(batch, Describe(app) with { Application = app });
                if (Index.ServicePrincipalsByAppId.Find(DirectoryIndex.Key(app.TenantId, app.AppId)) is { } own)
                {
                    Keep(batch, Describe(own) with { ServicePrincipal = own, DeletedWith = app.Id });
                }

                writer.Delete(batch, app);
                break;
            case ServicePrincipalRecord principal:
                Keep(batch, Describe(principal) with { ServicePrincipal = principal });
                writer.Delete(batch, principal);
                break;
            case UserRecord user:
                Keep(batch, Describe(user) with { User = user });
                writer.Delete(batch, user);
                break;
            case GroupRecord group:
                Keep(batch, Describe(group) with { Group = group });
                writer.Delete(batch, group);
                break;
        }
    }

    /// <summary>Brings an object back into the groups that are still there, and with an application the service principal that went with it.</summary>
    public void Restore(WriteBatch batch, DeletedObjectRecord deleted)
    {
        var all = WithCompanions(deleted);
        foreach (var each in all)
        {
            Create(batch, each);
            Index.DeletedObjects.Delete(batch, DirectoryIndex.Key(each.TenantId, each.Id));
        }

        foreach (var group in Index.Groups.In(deleted.TenantId).ToList())
        {
            var back = all.Where(each => DirectoryReferences.Has(each.MemberOf, group.Id)).Select(each => each.Id).ToList();
            if (back.Count > 0)
            {
                Index.Groups.TryChange(batch, DirectoryIndex.Key(group.TenantId, group.Id), old => old with { Members = [.. DirectoryReferences.Without(old.Members, back), .. back] });
            }
        }
    }

    /// <summary>Removes an object for good, and what went with it.</summary>
    public void Purge(WriteBatch batch, DeletedObjectRecord deleted)
    {
        foreach (var each in WithCompanions(deleted))
        {
            Index.DeletedObjects.Delete(batch, DirectoryIndex.Key(each.TenantId, each.Id));
        }
    }

    private void Create(WriteBatch batch, DeletedObjectRecord deleted)
    {
        switch (deleted.Object)
        {
            case ApplicationRecord app: writer.Create(batch, app); break;
            case ServicePrincipalRecord principal: writer.Create(batch, principal); break;
            case UserRecord user: writer.Create(batch, user); break;
            case GroupRecord group: writer.Create(batch, group); break;
        }
    }

    private void Purge(WriteBatch batch, string tenantId)
    {
        foreach (var old in Index.DeletedObjects.In(tenantId).Where(each => !each.IsKept(time.GetUtcNow())).ToList())
        {
            Index.DeletedObjects.Delete(batch, DirectoryIndex.Key(old.TenantId, old.Id));
        }
    }

    private List<DeletedObjectRecord> WithCompanions(DeletedObjectRecord deleted) =>
        [deleted, .. In(deleted.TenantId).Where(each => each.DeletedWith == deleted.Id)];

    private void Keep(WriteBatch batch, DeletedObjectRecord deleted) =>
        Index.DeletedObjects.Put(batch, DirectoryIndex.Key(deleted.TenantId, deleted.Id), deleted);

    private DeletedObjectRecord Describe(IDirectoryObject item) => new(
        item.TenantId, item.Id, time.GetUtcNow(),
        [.. Index.Groups.In(item.TenantId).Where(group => DirectoryReferences.Has(group.Members, item.Id)).Select(group => group.Id)]);
}
