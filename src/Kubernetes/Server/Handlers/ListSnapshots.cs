using System.Text;

namespace Verditer.Kubernetes;

/// <summary>
/// The states that lists in pages go on with, so that all pages of a list are of one revision. A few are held for some minutes; a list that comes later is told so
/// (410 Expired), as upstream does after a compaction.
/// </summary>
internal sealed class ListSnapshots(TimeProvider hostTime)
{
    private const int Kept = 64;

    private static readonly TimeSpan Life = TimeSpan.FromMinutes(5);

    private readonly Lock _gate = new();
    private readonly LinkedList<Held> _held = [];

    public void Keep(ResourceState state, GroupResource resource, long revision)
    {
        lock (_gate)
        {
            var now = hostTime.GetTimestamp();
            while (_held.First is { } oldest && (_held.Count >= Kept || hostTime.GetElapsedTime(oldest.Value.Since, now) > Life))
            {
                _held.RemoveFirst();
            }

            if (!_held.Any(one => one.Revision == revision && one.Resource == resource))
            {
                _held.AddLast(new Held(resource, revision, state, now));
            }
        }
    }

    public ResourceState? Find(GroupResource resource, long revision)
    {
        lock (_gate)
        {
            return _held.FirstOrDefault(one => one.Revision == revision && one.Resource == resource && hostTime.GetElapsedTime(one.Since) <= Life)?.State;
        }
    }

    /// <summary>The token names the revision and the last object of the page.</summary>
    public static string Token(long revision, StoredObject last) =>
        Convert.ToBase64String(Encoding.UTF8.GetBytes($"{revision}\n{last.Namespace}\n{last.Name}"));

    public static (long Revision, string Namespace, string Name)? Read(string token)
    {
        var bytes = new byte[token.Length];
        return Convert.TryFromBase64String(token, bytes, out var length)
            && Encoding.UTF8.GetString(bytes, 0, length).Split('\n') is [var revision, var @namespace, var name]
            && long.TryParse(revision, out var number)
                ? (number, @namespace, name)
                : null;
    }

    private sealed record Held(GroupResource Resource, long Revision, ResourceState State, long Since);
}
