using System.Collections.Concurrent;

namespace Verditer.Directory;

/// <summary>A second way to find records, by names that are compared without case.</summary>
internal sealed class Lookup<T>(Func<T, IEnumerable<string>> names)
    where T : class
{
    private readonly ConcurrentDictionary<string, T> _byName = new(StringComparer.OrdinalIgnoreCase);

    public T? Find(string name) => _byName.GetValueOrDefault(name);

    public void Update(T? before, T? after)
    {
        var kept = after is null ? [] : names(after).ToList();
        foreach (var name in kept)
        {
            _byName[name] = after!;
        }

        foreach (var name in before is null ? [] : names(before).Except(kept, StringComparer.OrdinalIgnoreCase))
        {
            _byName.TryRemove(new(name, before!));
        }
    }
}
