using System.Collections.Concurrent;
using Verditer.Core;

namespace Verditer.Directory;

/// <summary>
/// Which groups a token has: those of the directory, but for memberships that are too new for it (<c>group-propagation</c>). When a membership began is known of those
/// that this process saw begin; older ones are in every token.
/// </summary>
internal sealed class MembershipTimes
{
    private readonly DirectoryIndex _index;
    private readonly IFaults _faults;
    private readonly TimeProvider _time;
    private readonly ConcurrentDictionary<(string Group, string Member), DateTimeOffset> _began = new();

    public MembershipTimes(DirectoryIndex index, IFaults faults, TimeProvider time)
    {
        (_index, _faults, _time) = (index, faults, time);
        index.Groups.Changed += Note;
    }

    /// <param name="issued">When the token was made (UTC, Verditer's clock).</param>
    public IReadOnlyList<string> GroupsInToken(string tenantId, string objectId, DateTimeOffset issued) =>
        _index.GroupsOf(tenantId, objectId, (group, member) => !IsTooNew(group, member, issued));

    private bool IsTooNew(string group, string member, DateTimeOffset issued) =>
        _began.TryGetValue(Key(group, member), out var began) && _faults.SeenFrom(FaultKind.GroupPropagation, began, null, member) > issued;

    private void Note(GroupRecord? before, GroupRecord? after)
    {
        if (!_index.IsLoaded)
        {
            return;
        }

        var (old, now) = (before?.Members ?? [], after?.Members ?? []);
        var group = (after ?? before)!.Id;
        foreach (var member in now.Except(old, StringComparer.OrdinalIgnoreCase))
        {
            _began[Key(group, member)] = _time.GetUtcNow();
        }

        foreach (var member in old.Except(now, StringComparer.OrdinalIgnoreCase))
        {
            _began.TryRemove(Key(group, member), out _);
        }
    }

    private static (string Group, string Member) Key(string group, string member) => (group.ToLowerInvariant(), member.ToLowerInvariant());
}
