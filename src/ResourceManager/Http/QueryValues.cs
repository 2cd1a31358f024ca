using System.Collections;
using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.Http;

namespace Verditer.ResourceManager;

/// <summary>A request's query as ARM reads it: one value a name, names without case.</summary>
internal sealed class QueryValues(IQueryCollection query) : IReadOnlyDictionary<string, string>
{
    public int Count => query.Count;

    public IEnumerable<string> Keys => query.Keys;

    public IEnumerable<string> Values => query.Select(q => q.Value.ToString());

    public string this[string key] => TryGetValue(key, out var value) ? value : throw new KeyNotFoundException(key);

    public bool ContainsKey(string key) => query.ContainsKey(key);

    public bool TryGetValue(string key, [MaybeNullWhen(false)] out string value)
    {
        var found = query.TryGetValue(key, out var values);
        value = found ? values.ToString() : null;
        return found;
    }

    public IEnumerator<KeyValuePair<string, string>> GetEnumerator() =>
        query.Select(q => KeyValuePair.Create(q.Key, q.Value.ToString())).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
