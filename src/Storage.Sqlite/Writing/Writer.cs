using System.Threading.Channels;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;
using Verditer.Storage.Sqlite.Files;

namespace Verditer.Storage.Sqlite.Writing;

/// <summary>The one thread that writes. Requests that wait together share a transaction, and so one fsync.</summary>
internal sealed class Writer : IDisposable
{
    private const long BytesPerTransaction = 32L << 20;

    private readonly SqliteConnection _connection;
    private readonly WriterStatements _statements;
    private readonly Statement _truncate;
    private readonly SqliteStoreOptions _options;
    private readonly DocumentCache _cache;
    private readonly Observers _observers;
    private readonly PublishedRevision _published;
    private readonly Checkpointer _checkpointer;
    private readonly ChangeRetention _retention;
    private readonly ILogger _logger;
    private readonly Channel<WriterRequest> _queue;
    private readonly Thread _thread;
    private long _compacted;

    public Writer(
        SqliteConnection connection,
        SqliteStoreOptions options,
        DocumentCache cache,
        Observers observers,
        PublishedRevision published,
        Checkpointer checkpointer,
        ILogger logger)
    {
        (_connection, _options, _cache, _observers) = (connection, options, cache, observers);
        (_published, _checkpointer, _logger) = (published, checkpointer, logger);
        _statements = new(connection);
        _truncate = new(connection, "PRAGMA wal_checkpoint(TRUNCATE)");
        _compacted = connection.Number("SELECT compacted FROM store");
        _retention = new(options.ChangesKept, connection.Number("SELECT coalesce(min(revision), (SELECT revision + 1 FROM store)) FROM changes"));
        _queue = Channel.CreateBounded<WriterRequest>(new BoundedChannelOptions(options.QueueLength) { SingleReader = true });
        _thread = new(Run) { IsBackground = true, Name = "state writer" };
        _thread.Start();
    }

    /// <summary>Lets a request in; cancellation counts until then, and what was let in is carried out.</summary>
    public async ValueTask<TAnswer> RunAsync<TAnswer>(WriterRequest<TAnswer> request, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        try
        {
            await _queue.Writer.WriteAsync(request, cancellationToken);
        }
        catch (ChannelClosedException)
        {
            throw new ObjectDisposedException(nameof(SqliteDocumentStore));
        }

        return await request.Answered;
    }

    /// <summary>Carries out what is queued and ends.</summary>
    public void Drain()
    {
        _queue.Writer.TryComplete();
        _thread.Join();
    }

    /// <summary>Empties the write-ahead log, when nobody reads or writes any more, and closes the connection.</summary>
    public void Dispose()
    {
        try
        {
            _truncate.Run();
        }
        catch (SqliteException exception)
        {
            _logger.TruncateFailed(exception);
        }

        _truncate.Dispose();
        _statements.Dispose();
        _connection.Dispose();
    }

    private void Run()
    {
        var requests = new List<WriterRequest>(_options.BatchesPerTransaction);
        while (WaitForWork())
        {
            requests.Clear();
            for (long bytes = 0; requests.Count < _options.BatchesPerTransaction && bytes < BytesPerTransaction;)
            {
                if (!_queue.Reader.TryRead(out var request))
                {
                    break;
                }

                requests.Add(request);
                bytes += request.Bytes;
            }

            CarryAndAnswer(requests);
        }
    }

    /// <summary>When a transaction fails, each of its requests gets one of its own: one that the database refuses takes no other with it.</summary>
    private void CarryAndAnswer(List<WriterRequest> requests)
    {
        if (Carry(requests) is not { } failure)
        {
            requests.ForEach(request => request.Answer());
        }
        else if (requests.Count > 1)
        {
            requests.ForEach(request => CarryAndAnswer([request]));
        }
        else
        {
            requests.ForEach(request => request.Fail(failure));
        }
    }

    private bool WaitForWork() =>
        _queue.Reader.TryPeek(out _)
        || (_retention.HasWork(_compacted) && !_queue.Reader.Completion.IsCompleted)
        || _queue.Reader.WaitToReadAsync().AsTask().GetAwaiter().GetResult();

    /// <summary>One transaction. On success everybody but those who asked knows of it; otherwise nothing has happened.</summary>
    private Exception? Carry(List<WriterRequest> requests)
    {
        var transaction = new WriterTransaction(_statements, _cache, _published.Value, _compacted);
        try
        {
            _statements.Begin.Run();
            requests.ForEach(request => request.Run(transaction));
            var trimmed = _retention.Trim(transaction);
            transaction.Save();
            _statements.Commit.Run();
            _retention.Trimmed(trimmed);
        }
        catch (Exception exception)
        {
            _logger.TransactionFailed(exception, requests.Count);
            Rollback();
            return exception is SqliteException refused ? Explain.WriteFailed(_options.Path, refused) : exception;
        }

        _compacted = transaction.Compacted;
        _cache.Apply(transaction.Written);
        requests.ForEach(request => request.Publish(_observers));
        _published.Publish(transaction.Revision);
        _checkpointer.Wake();
        TruncateLongLog();
        return null;
    }

    private void Rollback()
    {
        try
        {
            _statements.Rollback.Run();
        }
        catch (SqliteException)
        {
            // SQLite has rolled back by itself already.
        }
    }

    private void TruncateLongLog()
    {
        if (_checkpointer.WalBytes <= _options.WalBytes)
        {
            return;
        }

        try
        {
            _checkpointer.Truncate(_truncate);
        }
        catch (SqliteException exception)
        {
            _logger.CheckpointFailed(exception);
        }
    }
}
