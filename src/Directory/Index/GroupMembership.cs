using System.Collections.Concurrent;

namespace Verditer.Directory;

/// <summary>Membership of groups, direct and through other groups, remembered until any group changes.</summary>
internal sealed class GroupMembership
{
    private const int Remembered = 50_000;

    private readonly DirectoryIndex _index;
    private ConcurrentDictionary<(string Tenant, string Id), IReadOnlyList<string>> _groups = new();

    public GroupMembership(DirectoryIndex index)
    {
        _index = index;
        index.Groups.Changed += (_, _) => Forget();
    }

    /// <summary>Object ids of the groups that somebody belongs to.</summary>
    public IReadOnlyList<string> GroupsOf(string tenantId, string objectId)
    {
        // What is computed from an older state must not be remembered as the newer one's.
        var groups = _groups;
        var key = (tenantId, objectId.ToLowerInvariant());
        if (groups.TryGetValue(key, out var known))
        {
            return known;
        }

        var found = _index.GroupsOf(tenantId, objectId);
        if (groups.Count >= Remembered)
        {
            groups.Clear();
        }

        groups[key] = found;
        return found;
    }

    /// <summary>Object ids of the users and service principals in a group.</summary>
    public IReadOnlyList<string> MembersOf(string tenantId, string groupId)
    {
        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase) { groupId };
        var members = new SortedSet<string>(StringComparer.OrdinalIgnoreCase);
        var groups = new Queue<string>([groupId]);
        while (groups.TryDequeue(out var id))
        {
            foreach (var member in _index.Groups.Find(DirectoryIndex.Key(tenantId, id))?.Members ?? [])
            {
                if (_index.Groups.Find(DirectoryIndex.Key(tenantId, member)) is null)
                {
                    members.Add(member);
                }
                else if (seen.Add(member))
                {
                    groups.Enqueue(member);
                }
            }
        }

        return [.. members];
    }

    private void Forget() => _groups = new();
}
