namespace Verditer.Directory;

/// <summary>Who is in which group, directly and through groups.</summary>
internal static class Memberships
{
    public static IEnumerable<string> DirectGroupsOf(DirectoryIndex index, IDirectoryObject item) => index.Groups.In(item.TenantId)
        .Where(group => DirectoryReferences.Has(group.Members, item.Id)).Select(group => group.Id);

    /// <summary>Object ids of all that a group holds, through groups in it too; each once.</summary>
    public static IReadOnlyList<string> MembersOf(DirectoryIndex index, GroupRecord group)
    {
        var found = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        var waiting = new Queue<GroupRecord>([group]);
        while (waiting.TryDequeue(out var next))
        {
            foreach (var member in next.Members.Where(found.Add))
            {
                if (index.Groups.Find(DirectoryIndex.Key(group.TenantId, member)) is { } nested)
                {
                    waiting.Enqueue(nested);
                }
            }
        }

        return [.. found];
    }

    public static IEnumerable<IDirectoryObject> OwnedBy(DirectoryIndex index, IDirectoryObject owner) => index.Applications.In(owner.TenantId).Cast<IDirectoryObject>()
        .Concat(index.ServicePrincipals.In(owner.TenantId)).Concat(index.Groups.In(owner.TenantId))
        .Where(item => DirectoryReferences.Has(item.Owners, owner.Id));
}
