using System.Text.Json;
using Verditer.Storage;

namespace Verditer.Directory;

/// <summary>
/// Sign-ins in memory, written to the store in chunks by <see cref="FlushAsync"/>, so that a token request waits for nothing. A process that is
/// killed loses the last second of them.
/// </summary>
internal sealed class SignInLog(IDocumentStore store, DirectoryOptions options) : ISignInLog, IDisposable
{
    private const string Collection = "directory.signIns";
    private const int ChunkLength = 256;

    private readonly Lock _lock = new();
    private readonly Queue<SignIn> _newest = new();
    private readonly Queue<SignIn> _waiting = new();
    private readonly Queue<(string Key, int Count)> _chunks = new();
    private readonly SemaphoreSlim _flushing = new(1, 1);
    private long _nextChunk = -1;
    private int _stored;

    public void Add(SignIn signIn)
    {
        lock (_lock)
        {
            Remember(_newest, signIn);
            Remember(_waiting, signIn);
        }
    }

    public IReadOnlyList<SignIn> Read(string tenantId, int limit = 100)
    {
        lock (_lock)
        {
            return [.. _newest.Reverse().Where(signIn => string.Equals(signIn.TenantId, tenantId, StringComparison.OrdinalIgnoreCase)).Take(limit)];
        }
    }

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
            foreach (var chunk in TakeWaiting().Chunk(ChunkLength))
            {
                var key = $"{_nextChunk++:x16}";
                batch.Put(Collection, key, JsonSerializer.SerializeToUtf8Bytes(new SignInChunk(chunk), DirectoryJson.Default.SignInChunk));
                Count(key, chunk.Length);
            }

            while (_chunks.TryPeek(out var oldest) && _stored - oldest.Count >= options.SignInsKept)
            {
                batch.Delete(Collection, _chunks.Dequeue().Key);
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
        var page = await store.ListAsync(Collection, cancellationToken: cancellationToken);
        var earlier = new List<SignIn>();
        _nextChunk = 0;
        foreach (var document in page.Documents)
        {
            var entries = JsonSerializer.Deserialize(document.Body.Span, DirectoryJson.Default.SignInChunk)!.Entries;
            earlier.AddRange(entries);
            Count(document.Key, entries.Count);
            _nextChunk = Convert.ToInt64(document.Key, 16) + 1;
        }

        lock (_lock)
        {
            var later = _newest.ToList();
            _newest.Clear();
            earlier.Concat(later).ToList().ForEach(signIn => Remember(_newest, signIn));
        }
    }

    private void Count(string key, int count)
    {
        _chunks.Enqueue((key, count));
        _stored += count;
    }

    private void Remember(Queue<SignIn> queue, SignIn signIn)
    {
        queue.Enqueue(signIn);
        if (queue.Count > options.SignInsKept)
        {
            queue.Dequeue();
        }
    }

    private List<SignIn> TakeWaiting()
    {
        lock (_lock)
        {
            List<SignIn> taken = [.. _waiting];
            _waiting.Clear();
            return taken;
        }
    }
}
