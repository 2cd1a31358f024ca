using Microsoft.Extensions.Logging;

namespace Verditer.Storage.Sqlite;

internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Information, "State file {Path} opened at revision {Revision}")]
    public static partial void Opened(this ILogger logger, string path, long revision);

    [LoggerMessage(2, LogLevel.Information, "State file {Path} brought to version {Version}")]
    public static partial void Migrated(this ILogger logger, string path, int version);

    [LoggerMessage(3, LogLevel.Error, "An observer of the store failed; it has missed the changes up to revision {Revision}")]
    public static partial void ObserverFailed(this ILogger logger, Exception exception, long revision);

    [LoggerMessage(4, LogLevel.Error, "A transaction of {Requests} requests failed and was rolled back")]
    public static partial void TransactionFailed(this ILogger logger, Exception exception, int requests);

    [LoggerMessage(5, LogLevel.Warning, "A checkpoint of the write-ahead log failed; it is tried again")]
    public static partial void CheckpointFailed(this ILogger logger, Exception exception);

    [LoggerMessage(6, LogLevel.Warning, "The write-ahead log could not be truncated at the end; the next start does it")]
    public static partial void TruncateFailed(this ILogger logger, Exception exception);
}
