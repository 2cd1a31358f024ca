using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Verditer.Storage;

namespace Verditer.Directory;

/// <summary>One collection of the store, held in memory.</summary>
internal interface IRecordSet
{
    string Collection { get; }

    void Apply(string key, long revision, ReadOnlyMemory<byte>? body);
}

/// <inheritdoc cref="IRecordSet"/>
internal sealed class RecordSet<T>(string collection, JsonTypeInfo<T> type, params Lookup<T>[] lookups) : IRecordSet
    where T : class
{
    private readonly ConcurrentDictionary<string, Stored> _byKey = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Called after a record has changed, with what it was and what it is.</summary>
    public event Action<T?, T?>? Changed;

    public string Collection => collection;

    public IEnumerable<T> All => _byKey.Select(pair => pair.Value.Record);

    public T? Find(string key) => _byKey.GetValueOrDefault(key)?.Record;

    /// <summary>The records whose key starts with the tenant.</summary>
    public IEnumerable<T> In(string tenantId)
    {
        var prefix = tenantId + "/";
        return _byKey.Where(pair => pair.Key.StartsWith(prefix, StringComparison.OrdinalIgnoreCase)).Select(pair => pair.Value.Record);
    }

    public void Apply(string key, long revision, ReadOnlyMemory<byte>? body)
    {
        var after = body is { } bytes ? JsonSerializer.Deserialize(bytes.Span, type) : null;
        var before = _byKey.GetValueOrDefault(key)?.Record;
        if (after is null)
        {
            _byKey.TryRemove(key, out _);
        }
        else
        {
            _byKey[key] = new(key, after, revision);
        }

        foreach (var lookup in lookups)
        {
            lookup.Update(before, after);
        }

        Changed?.Invoke(before, after);
    }

    public WriteBatch Create(WriteBatch batch, string key, T record) => batch.Create(collection, key, JsonSerializer.SerializeToUtf8Bytes(record, type));

    public WriteBatch Put(WriteBatch batch, string key, T record) => batch.Put(collection, key, JsonSerializer.SerializeToUtf8Bytes(record, type));

    public WriteBatch Delete(WriteBatch batch, string key) => batch.Delete(collection, _byKey.GetValueOrDefault(key)?.Key ?? key);

    /// <summary>Adds the change of a record to a batch; false when there is no such record. The batch fails when the record changes meanwhile.</summary>
    public bool TryChange(WriteBatch batch, string key, Func<T, T> change)
    {
        if (_byKey.GetValueOrDefault(key) is not { } stored)
        {
            return false;
        }

        batch.Replace(collection, stored.Key, JsonSerializer.SerializeToUtf8Bytes(change(stored.Record), type), stored.Revision);
        return true;
    }

    /// <param name="Key">In the store's own case; the index does not mind the case.</param>
    private sealed record Stored(string Key, T Record, long Revision);
}
