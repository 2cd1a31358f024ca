using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Security.Cryptography;

namespace Verditer.Directory;

/// <summary>Short-lived things under random names, in memory. When it is full, what has ended goes first, then the oldest.</summary>
internal sealed class ExpiringStore<T>(TimeSpan lifetime, TimeProvider time)
    where T : class
{
    private const int Most = 10_000;

    /// <summary>What has ended is remembered for as long again, so that it can be told from what never was.</summary>
    private readonly ConcurrentDictionary<string, (T Value, DateTimeOffset Created)> _entries = new(StringComparer.Ordinal);

    public static string NewKey(string prefix) => prefix + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));

    public void Add(string key, T value)
    {
        var now = time.GetUtcNow();
        if (_entries.Count >= Most)
        {
            foreach (var old in _entries.OrderBy(entry => entry.Value.Created).Take(Most / 10).ToList())
            {
                _entries.TryRemove(old.Key, out _);
            }
        }

        _entries[key] = (value, now);
    }

    public T? Find(string key, out bool ended)
    {
        ended = false;
        if (!_entries.TryGetValue(key, out var entry))
        {
            return null;
        }

        var age = (time.GetUtcNow() - entry.Created).Duration();
        ended = age >= lifetime;
        if (age >= lifetime * 2)
        {
            _entries.TryRemove(key, out _);
        }

        return entry.Value;
    }

    public void Remove(string key) => _entries.TryRemove(key, out _);
}
