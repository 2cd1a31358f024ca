using System.Collections.Concurrent;
using Verditer.Storage;

namespace Verditer.Operations;

/// <summary>Starts, finds and awaits operations. The work itself is <see cref="OperationWorker"/>'s.</summary>
internal sealed class OperationService : IOperations, IDisposable
{
    private readonly IDocumentStore _store;
    private readonly OperationTime _time;
    private readonly OperationIndex _index;
    private readonly ConcurrentDictionary<string, TaskCompletionSource> _waiting = new();

    public OperationService(IDocumentStore store, OperationTime time, OperationIndex index)
    {
        (_store, _time, _index) = (store, time, index);
        index.Ended += Wake;
    }

    public OperationRecord Start(WriteBatch batch, NewOperation operation)
    {
        var now = _time.Now;
        var record = new OperationRecord(
            Guid.NewGuid().ToString(),
            operation.Kind,
            operation.TenantId,
            operation.SubscriptionId,
            operation.Provider,
            operation.Location,
            operation.ResourceId,
            OperationStatus.InProgress,
            operation.State,
            StartTime: now,
            EndTime: null,
            DueAt: now + operation.Delay,
            Error: null,
            Result: null);
        batch.Create(OperationJson.Collection, record.Id, OperationJson.Write(record));
        return record;
    }

    public async ValueTask<OperationRecord?> FindAsync(string id, CancellationToken cancellationToken = default) =>
        await _store.GetAsync(OperationJson.Collection, id, cancellationToken) is { } document ? OperationJson.Read(id, document.Body.Span) : null;

    public IReadOnlyList<OperationRecord> Running(string resourceId) => _index.Of(resourceId);

    /// <exception cref="KeyNotFoundException">There is no such operation, or its record was removed.</exception>
    public async Task<OperationRecord> WaitAsync(string id, CancellationToken cancellationToken = default)
    {
        var ended = _waiting.GetOrAdd(id, _ => new(TaskCreationOptions.RunContinuationsAsynchronously));
        var record = await FindAsync(id, cancellationToken);
        if (record is { Ended: false })
        {
            await ended.Task.WaitAsync(cancellationToken);
            record = await FindAsync(id, cancellationToken);
        }
        else
        {
            Wake(id, record);
        }

        return record ?? throw new KeyNotFoundException($"There is no operation '{id}'.");
    }

    public void Dispose() => _index.Ended -= Wake;

    private void Wake(string id, OperationRecord? record)
    {
        if (_waiting.TryRemove(id, out var ended))
        {
            ended.TrySetResult();
        }
    }
}
