namespace Verditer.Storage.Sqlite;

/// <summary>How the SQLite store works. The defaults suit everything but tests.</summary>
public sealed record SqliteStoreOptions
{
    /// <summary>The database file. Its folder is made (0700) when it is missing.</summary>
    public required string Path { get; init; }

    /// <summary>So many of the newest changes are kept; older ones are compacted by the store itself.</summary>
    public int ChangesKept { get; init; } = 200_000;

    /// <summary>What the cache of documents may hold, in bytes.</summary>
    public long CacheBytes { get; init; } = 64L << 20;

    /// <summary>The writer truncates the write-ahead log when it has grown past this many bytes.</summary>
    public long WalBytes { get; init; } = 64L << 20;

    /// <summary>Passive checkpoints follow one another at this distance while there are writes.</summary>
    public TimeSpan CheckpointInterval { get; init; } = TimeSpan.FromMilliseconds(50);

    /// <summary>At most so many batches share one transaction and its fsync.</summary>
    public int BatchesPerTransaction { get; init; } = 512;

    /// <summary>At most so many requests wait for the writer; further callers wait to be let in.</summary>
    public int QueueLength { get; init; } = 4096;

    /// <summary>Connections that read at the same time.</summary>
    public int Readers { get; init; } = Math.Max(4, Environment.ProcessorCount);
}
