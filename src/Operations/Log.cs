using Microsoft.Extensions.Logging;

namespace Verditer.Operations;

internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Information, "Operation {OperationId} ({Kind}) on {ResourceId} has ended: {Status}")]
    public static partial void Ended(this ILogger logger, string operationId, string kind, string? resourceId, OperationStatus status);

    [LoggerMessage(2, LogLevel.Warning, "Operation {OperationId} ({Kind}) on {ResourceId} threw an exception and is tried again after {Delay}")]
    public static partial void Retried(this ILogger logger, Exception exception, string operationId, string kind, string? resourceId, TimeSpan delay);

    [LoggerMessage(3, LogLevel.Error, "Operation {OperationId} ({Kind}) on {ResourceId} has failed after {Times} exceptions")]
    public static partial void GaveUp(this ILogger logger, Exception exception, string operationId, string kind, string? resourceId, int times);

    [LoggerMessage(4, LogLevel.Error, "Operation {OperationId} ({Kind}) could not record its failure on its resource")]
    public static partial void GiveUpFailed(this ILogger logger, Exception exception, string operationId, string kind);

    [LoggerMessage(5, LogLevel.Error, "Operation {OperationId} fails: nothing carries out operations of the kind {Kind}")]
    public static partial void NoHandler(this ILogger logger, string operationId, string kind);

    [LoggerMessage(6, LogLevel.Debug, "Operation {OperationId} ({Kind}) is run again: {Collection}/{Key} was changed meanwhile")]
    public static partial void Conflict(this ILogger logger, string operationId, string kind, string collection, string key);

    [LoggerMessage(7, LogLevel.Error, "Operation {OperationId} could not be worked on; it is looked at again after {Delay}")]
    public static partial void RunFailed(this ILogger logger, Exception exception, string operationId, TimeSpan delay);

    [LoggerMessage(8, LogLevel.Error, "The record of operation {OperationId} cannot be read; it is left alone")]
    public static partial void Unreadable(this ILogger logger, Exception exception, string operationId);

    [LoggerMessage(9, LogLevel.Information, "{Count} operations that an earlier process left are resumed")]
    public static partial void Resumed(this ILogger logger, int count);

    [LoggerMessage(10, LogLevel.Warning, "{Count} operations did not stop in time; the next start resumes them")]
    public static partial void Abandoned(this ILogger logger, int count);

    [LoggerMessage(11, LogLevel.Warning, "Old operation records could not be removed; that is tried again later")]
    public static partial void RetentionFailed(this ILogger logger, Exception exception);
}
