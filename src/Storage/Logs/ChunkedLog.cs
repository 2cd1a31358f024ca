namespace Verditer.Storage;

/// <summary>
/// A bounded log: its newest entries in memory, written to the store in chunks by <see cref="FlushAsync"/>, so that who adds waits for nothing. A process that is killed
/// loses what was not flushed.
/// </summary>
/// <param name="kept">So many of the newest entries are kept.</param>
/// <param name="chunkLength">At most so many entries make one document.</param>
public sealed class ChunkedLog<T>(
    IDocumentStore store, string collection, int kept, int chunkLength, Func<IReadOnlyList<T>, byte[]> write, Func<ReadOnlyMemory<byte>, IReadOnlyList<T>> read) : IDisposable
{
    private readonly Lock _lock = new();
    private readonly Queue<T> _newest = new();
    private readonly Queue<T> _waiting = new();
    private readonly Queue<(string Key, int Count)> _chunks = new();
    private readonly SemaphoreSlim _flushing = new(1, 1);
    private long _nextChunk = -1;
    private int _stored;

    public void Add(T entry)
    {
        lock (_lock)
        {
            Remember(_newest, entry);
            Remember(_waiting, entry);
        }
    }

    /// <summary>The newest entries that fit, newest first.</summary>
    public IReadOnlyList<T> Read(Func<T, bool> fits, int limit)
    {
        lock (_lock)
        {
            return [.. _newest.Reverse().Where(fits).Take(limit)];
        }
    }

    /// <summary>Reads what is stored; the second call does nothing.</summary>
    public async Task LoadAsync(CancellationToken cancellationToken)
    {
        await _flushing.WaitAsync(cancellationToken);
        try
        {
            if (_nextChunk < 0)
            {
                await ReadChunksAsync(cancellationToken);
            }
        }
        finally
        {
            _flushing.Release();
        }
    }

    /// <summary>Writes what is waiting and removes the oldest chunks that are no longer kept.</summary>
    public async Task FlushAsync(CancellationToken cancellationToken)
    {
        await _flushing.WaitAsync(cancellationToken);
        try
        {
            var batch = new WriteBatch();
            foreach (var chunk in TakeWaiting().Chunk(chunkLength))
            {
                var key = $"{_nextChunk++:x16}";
                batch.Put(collection, key, write(chunk));
                Count(key, chunk.Length);
            }

            while (_chunks.TryPeek(out var oldest) && _stored - oldest.Count >= kept)
            {
                batch.Delete(collection, _chunks.Dequeue().Key);
                _stored -= oldest.Count;
            }

            if (batch.Writes.Count > 0)
            {
                await store.CommitAsync(batch, cancellationToken);
            }
        }
        finally
        {
            _flushing.Release();
        }
    }

    public void Dispose() => _flushing.Dispose();

    private async Task ReadChunksAsync(CancellationToken cancellationToken)
    {
        var page = await store.ListAsync(collection, cancellationToken: cancellationToken);
        var earlier = new List<T>();
        _nextChunk = 0;
        foreach (var document in page.Documents)
        {
            var entries = read(document.Body);
            earlier.AddRange(entries);
            Count(document.Key, entries.Count);
            _nextChunk = Convert.ToInt64(document.Key, 16) + 1;
        }

        lock (_lock)
        {
            var later = _newest.ToList();
            _newest.Clear();
            earlier.Concat(later).ToList().ForEach(entry => Remember(_newest, entry));
        }
    }

    private void Count(string key, int count)
    {
        _chunks.Enqueue((key, count));
        _stored += count;
    }

    private void Remember(Queue<T> queue, T entry)
    {
        queue.Enqueue(entry);
        if (queue.Count > kept)
        {
            queue.Dequeue();
        }
    }

    private List<T> TakeWaiting()
    {
        lock (_lock)
        {
            List<T> taken = [.. _waiting];
            _waiting.Clear();
            return taken;
        }
    }
}
