using System.Collections.Concurrent;
using Microsoft.Data.Sqlite;

namespace Verditer.Storage.Sqlite.Reading;

/// <summary>Connections that read; made when they are first needed.</summary>
internal sealed class ReaderPool(Func<SqliteConnection> connect, int size) : IDisposable
{
    private readonly SemaphoreSlim _free = new(size, size);
    private readonly ConcurrentBag<Reader> _readers = [];
    private volatile bool _closed;

    public async ValueTask<T> ReadAsync<T>(Func<Reader, T> read, CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(_closed, typeof(SqliteDocumentStore));
        await _free.WaitAsync(cancellationToken);
        try
        {
            ObjectDisposedException.ThrowIf(_closed, typeof(SqliteDocumentStore));
            var reader = _readers.TryTake(out var idle) ? idle : new(connect());
            try
            {
                var found = read(reader);
                _readers.Add(reader);
                return found;
            }
            catch
            {
                // It may be in the middle of a transaction: the next caller gets a new one.
                reader.Dispose();
                throw;
            }
        }
        finally
        {
            _free.Release();
        }
    }

    /// <summary>Waits for those who read and closes the connections.</summary>
    public void Dispose()
    {
        _closed = true;
        for (var i = 0; i < size; i++)
        {
            _free.Wait();
        }

        while (_readers.TryTake(out var reader))
        {
            reader.Dispose();
        }

        // Callers that still wait are let in, to be refused.
        _free.Release(size);
    }
}
