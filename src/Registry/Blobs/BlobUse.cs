using System.Collections.Concurrent;

namespace Verditer.Registry;

/// <summary>When a repository's blobs were last pushed or asked about: a client that was told that a blob is here does not push it, and names it in a manifest later.</summary>
internal sealed class BlobUse(TimeProvider time)
{
    private readonly ConcurrentDictionary<string, long> _last = new(StringComparer.Ordinal);
    private readonly long _started = time.GetTimestamp();

    /// <param name="link">A link's key.</param>
    public void Note(string link) => _last[link] = time.GetTimestamp();

    /// <summary>True when it was not used for this long. What earlier processes did counts as done when this one began.</summary>
    public bool IsOld(string link, TimeSpan age) => time.GetElapsedTime(_last.GetValueOrDefault(link, _started)) > age;

    /// <summary>Forgets what is old anyway.</summary>
    public void Prune(TimeSpan age)
    {
        foreach (var (link, last) in _last)
        {
            if (time.GetElapsedTime(last) > age)
            {
                _last.TryRemove(new(link, last));
            }
        }
    }
}
