using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;
using Verditer.Storage.Sqlite.Files;
using Verditer.Storage.Sqlite.Reading;
using Verditer.Storage.Sqlite.Writing;

namespace Verditer.Storage.Sqlite;

/// <summary>
/// The store in one SQLite file (docs/specs/storage.md). One thread writes, many connections read, and a document that is read again comes from
/// memory. The file belongs to one process at a time.
/// </summary>
public sealed class SqliteDocumentStore : IDocumentStore
{
    private readonly StateFile _file;
    private readonly TimeProvider _hostTime;
    private readonly DocumentCache _cache;
    private readonly Observers _observers;
    private readonly PublishedRevision _published;
    private readonly ReaderPool _readers;
    private readonly Checkpointer _checkpointer;
    private readonly Writer _writer;
    private int _disposed;

    private SqliteDocumentStore(StateFile file, SqliteConnection connection, SqliteStoreOptions options, TimeProvider hostTime, ILogger logger)
    {
        (_file, _hostTime) = (file, hostTime);
        _cache = new(options.CacheBytes);
        _observers = new(logger);
        _published = new(connection.Number("SELECT revision FROM store"));
        _readers = new(() => file.Connect(readOnly: true), options.Readers);
        _checkpointer = new(file.Connect(readOnly: false), options.CheckpointInterval, logger);
        _writer = new(connection, options, _cache, _observers, _published, _checkpointer, logger);
        logger.Opened(file.Path, Revision);
    }

    public long Revision => _published.Value;

    /// <inheritdoc cref="Open"/>
    public static Task<SqliteDocumentStore> OpenAsync(SqliteStoreOptions options, TimeProvider hostTime, ILogger logger) =>
        Task.Run(() => Open(options, hostTime, logger));

    /// <summary>Opens a file, or makes it. Leases of an earlier process end: the file was free, so that process is gone.</summary>
    /// <param name="hostTime">The host's clock, for leases.</param>
    /// <exception cref="StateFolderException">The folder or the file cannot be written, is damaged, or is in use.</exception>
    /// <exception cref="StateVersionException">The file was written by a newer program.</exception>
    public static SqliteDocumentStore Open(SqliteStoreOptions options, TimeProvider hostTime, ILogger logger)
    {
        var file = StateFile.Open(options.Path);
        SqliteConnection? connection = null;
        try
        {
            connection = file.Connect(readOnly: false);
            Schema.Upgrade(connection, file.Path, logger);
            connection.Run("DELETE FROM leases");
            return new(file, connection, options, hostTime, logger);
        }
        catch (Exception exception)
        {
            connection?.Dispose();
            file.Dispose();
            if (exception is SqliteException refused)
            {
                throw Explain.NotUsable(file.Path, refused);
            }

            throw;
        }
    }

    public ValueTask<Document?> GetAsync(string collection, string key, CancellationToken cancellationToken = default)
    {
        var wanted = new DocumentKey(collection, key);
        return _cache.TryGet(wanted, out var document) ? new(document) : FetchAsync(wanted, cancellationToken);
    }

    public async ValueTask<DocumentPage> ListAsync(
        string collection, string prefix = "", string? after = null, int limit = 0, CancellationToken cancellationToken = default)
    {
        var range = KeyRange.Of(prefix, after);
        var page = await _readers.ReadAsync(reader => reader.List(collection, range, limit), cancellationToken);
        await _published.WaitAsync(page.Revision, cancellationToken);
        return page;
    }

    public ValueTask<CommitResult> CommitAsync(WriteBatch batch, CancellationToken cancellationToken = default)
    {
        WriteCheck.Storable(batch);
        return batch.Writes.Count == 0 ? new(new CommitResult(null, [])) : _writer.RunAsync(new CommitRequest(batch), cancellationToken);
    }

    public async ValueTask<ChangePage> ReadChangesAsync(
        long after, string? collection = null, int limit = 1000, CancellationToken cancellationToken = default)
    {
        var (page, revision) = await _readers.ReadAsync(reader => reader.Changes(after, collection, limit), cancellationToken);
        await _published.WaitAsync(revision, cancellationToken);
        return page;
    }

    public async ValueTask CompactAsync(long revision, CancellationToken cancellationToken = default) =>
        await _writer.RunAsync(new CompactRequest(revision), cancellationToken);

    public IDisposable Subscribe(Action<IReadOnlyList<Change>> observer) => _observers.Add(observer);

    public ValueTask<Lease?> AcquireLeaseAsync(string name, string owner, TimeSpan duration, CancellationToken cancellationToken = default) =>
        _writer.RunAsync(new AcquireLeaseRequest(name, owner, duration, _hostTime), cancellationToken);

    public async ValueTask ReleaseLeaseAsync(string name, string owner, CancellationToken cancellationToken = default) =>
        await _writer.RunAsync(new ReleaseLeaseRequest(name, owner), cancellationToken);

    /// <summary>Carries out what is queued, empties the write-ahead log and closes the file.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) == 0)
        {
            await Task.Run(Close);
        }
    }

    private void Close()
    {
        _writer.Drain();
        _checkpointer.Dispose();
        _readers.Dispose();
        _writer.Dispose();
        _file.Dispose();
    }

    private async ValueTask<Document?> FetchAsync(DocumentKey key, CancellationToken cancellationToken)
    {
        if (!DocumentKey.IsStorable(key.Collection) || !DocumentKey.IsStorable(key.Key))
        {
            return null;
        }

        var fill = _cache.BeginFill(key);
        Document? found = null;
        try
        {
            (found, var revision) = await _readers.ReadAsync(reader => reader.Find(key), cancellationToken);
            await _published.WaitAsync(revision, cancellationToken);
            return found;
        }
        finally
        {
            _cache.EndFill(fill, found);
        }
    }
}
