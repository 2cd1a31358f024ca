using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;

namespace Verditer.Storage.Sqlite.Writing;

/// <summary>
/// Copies the write-ahead log into the database while there are writes, on a connection and a thread of its own, so that no commit waits for it.
/// </summary>
internal sealed class Checkpointer : IDisposable
{
    private readonly SqliteConnection _connection;
    private readonly Statement _checkpoint;
    private readonly TimeSpan _interval;
    private readonly long _pageSize;
    private readonly ILogger _logger;
    private readonly ManualResetEventSlim _written = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly Lock _gate = new();
    private readonly Thread _thread;
    private long _walBytes;

    public Checkpointer(SqliteConnection connection, TimeSpan interval, ILogger logger)
    {
        (_connection, _interval, _logger) = (connection, interval, logger);
        _checkpoint = new(connection, "PRAGMA wal_checkpoint(PASSIVE)");
        _pageSize = connection.Number("PRAGMA page_size");
        _thread = new(Run) { IsBackground = true, Name = "state checkpoints" };
        _thread.Start();
    }

    /// <summary>How long the write-ahead log was at the last checkpoint.</summary>
    public long WalBytes => Interlocked.Read(ref _walBytes);

    /// <summary>Says that something was written.</summary>
    public void Wake() => _written.Set();

    /// <summary>Runs a checkpoint of the writer's own while this one rests.</summary>
    public void Truncate(Statement truncate)
    {
        lock (_gate)
        {
            truncate.Run();
            Interlocked.Exchange(ref _walBytes, 0);
        }
    }

    public void Dispose()
    {
        _stop.Cancel();
        _thread.Join();
        _checkpoint.Dispose();
        _connection.Dispose();
        _stop.Dispose();
        _written.Dispose();
    }

    private void Run()
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                _written.Wait(_stop.Token);
                _written.Reset();
                lock (_gate)
                {
                    Checkpoint();
                }
            }
            catch (OperationCanceledException)
            {
                return;
            }
            catch (SqliteException exception)
            {
                _logger.CheckpointFailed(exception);
            }

            _stop.Token.WaitHandle.WaitOne(_interval);
        }
    }

    /// <summary>The statement answers: busy, frames in the log, frames that are copied.</summary>
    private void Checkpoint()
    {
        using var reader = _checkpoint.Read();
        if (reader.Read())
        {
            Interlocked.Exchange(ref _walBytes, reader.GetInt64(1) * _pageSize);
        }
    }
}
