using Microsoft.Extensions.Logging;

namespace Verditer.CloudProvider;

internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Information, "The cloud provider of cluster {ClusterName} has started")]
    public static partial void Started(this ILogger logger, string clusterName);

    [LoggerMessage(2, LogLevel.Information, "The cloud provider of cluster {ClusterName} has stopped")]
    public static partial void Stopped(this ILogger logger, string clusterName);

    [LoggerMessage(3, LogLevel.Error, "The cloud provider of cluster {ClusterName} broke off and begins again")]
    public static partial void BrokeOff(this ILogger logger, Exception exception, string clusterName);

    [LoggerMessage(4, LogLevel.Information, "Following {Path} is interrupted and taken up again: {Reason}")]
    public static partial void WatchBroken(this ILogger logger, string path, string reason);

    [LoggerMessage(5, LogLevel.Information, "Service {Service} has the address {Address}")]
    public static partial void Ensured(this ILogger logger, string service, string address);

    [LoggerMessage(6, LogLevel.Information, "Service {Service} has given its load balancer back")]
    public static partial void Removed(this ILogger logger, string service);

    [LoggerMessage(7, LogLevel.Warning, "Service {Service} is tried again after {Delay}: {Reason}")]
    public static partial void Retried(this ILogger logger, string service, TimeSpan delay, string reason);

    [LoggerMessage(8, LogLevel.Warning, "The event {Reason} on {Subject} could not be written: {Error}")]
    public static partial void EventLost(this ILogger logger, string reason, string subject, string error);
}
