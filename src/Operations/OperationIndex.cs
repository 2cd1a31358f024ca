using System.Text.Json;
using Microsoft.Extensions.Logging;
using Verditer.Storage;

namespace Verditer.Operations;

/// <summary>The operations that have not ended, in memory: read once, then kept up by the store before any commit is answered.</summary>
internal sealed class OperationIndex : IDisposable
{
    private const int PageSize = 500;

    private readonly IDocumentStore _store;
    private readonly ILogger<OperationIndex> _logger;
    private readonly Lock _gate = new();
    private readonly Dictionary<string, Change> _running = [];
    private readonly Dictionary<string, OperationRecord> _records = [];
    private readonly Dictionary<string, HashSet<string>> _byResource = new(StringComparer.OrdinalIgnoreCase);
    private readonly IDisposable _subscription;
    private HashSet<string>? _seenWhileLoading = [];

    public OperationIndex(IDocumentStore store, ILogger<OperationIndex> logger)
    {
        (_store, _logger) = (store, logger);
        _subscription = store.Subscribe(changes => Apply(changes));
    }

    /// <summary>An operation that has not ended is new, or is due at another time.</summary>
    public event Action<OperationRecord>? Scheduled;

    /// <summary>An operation has ended; null when its record was removed.</summary>
    public event Action<string, OperationRecord?>? Ended;

    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _running.Count;
            }
        }
    }

    /// <summary>Reads what an earlier process left. What changes meanwhile is newer than what is read.</summary>
    public async Task LoadAsync(CancellationToken cancellationToken)
    {
        string? after = null;
        do
        {
            var page = await _store.ListAsync(OperationJson.Collection, after: after, limit: PageSize, cancellationToken: cancellationToken);
            foreach (var document in page.Documents)
            {
                Apply([new(document.Revision, document.Collection, document.Key, ChangeKind.Updated, document.Body)], loading: true);
            }

            after = page.Next;
        }
        while (after is not null);

        lock (_gate)
        {
            _seenWhileLoading = null;
        }
    }

    /// <summary>When it may be worked on next: now at the earliest; null when it has ended.</summary>
    public DateTimeOffset? DueAt(string id, DateTimeOffset now)
    {
        lock (_gate)
        {
            return _records.TryGetValue(id, out var record) ? record.IsDue(now) ? now : record.DueAt : null;
        }
    }

    public IReadOnlyList<string> Due(DateTimeOffset now)
    {
        lock (_gate)
        {
            return [.. _records.Values.Where(record => record.IsDue(now)).Select(record => record.Id)];
        }
    }

    /// <summary>Oldest first; each caller gets records of its own.</summary>
    public IReadOnlyList<OperationRecord> Of(string resourceId)
    {
        Change[] found;
        lock (_gate)
        {
            found = _byResource.TryGetValue(resourceId, out var ids) ? [.. ids.Select(id => _running[id])] : [];
        }

        return [.. found.Select(Record).OrderBy(record => record.StartTime).ThenBy(record => record.Id, StringComparer.Ordinal)];
    }

    public void Dispose() => _subscription.Dispose();

    private static OperationRecord Record(Change change) => OperationJson.Read(change.Key, change.Body.Span);

    private void Apply(IReadOnlyList<Change> changes, bool loading = false)
    {
        foreach (var change in changes)
        {
            if (change.Collection == OperationJson.Collection)
            {
                Apply(change, loading);
            }
        }
    }

    private void Apply(Change change, bool loading)
    {
        OperationRecord? record = null;
        try
        {
            record = change.Kind == ChangeKind.Deleted ? null : Record(change);
        }
        catch (JsonException exception)
        {
            _logger.Unreadable(exception, change.Key);
        }

        lock (_gate)
        {
            if (_seenWhileLoading is { } seen && !seen.Add(change.Key) && loading)
            {
                return;
            }

            Remove(change.Key);
            if (record is { Ended: false })
            {
                Add(change, record);
            }
        }

        if (record is { Ended: false })
        {
            Scheduled?.Invoke(record);
        }
        else
        {
            Ended?.Invoke(change.Key, record);
        }
    }

    private void Add(Change change, OperationRecord record)
    {
        _running[record.Id] = change;
        _records[record.Id] = record;
        if (record.ResourceId is { } resource)
        {
            if (!_byResource.TryGetValue(resource, out var ids))
            {
                _byResource.Add(resource, ids = []);
            }

            ids.Add(record.Id);
        }
    }

    private void Remove(string id)
    {
        _running.Remove(id);
        if (_records.Remove(id, out var record) && record.ResourceId is { } resource && _byResource.TryGetValue(resource, out var ids))
        {
            ids.Remove(id);
            if (ids.Count == 0)
            {
                _byResource.Remove(resource);
            }
        }
    }
}
