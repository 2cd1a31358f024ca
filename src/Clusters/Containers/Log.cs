using Microsoft.Extensions.Logging;

namespace Verditer.Clusters.Containers;

internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Information, "Node {Node}: {Runtime} answers in the namespace {Namespace}")]
    public static partial void NodeUp(this ILogger logger, string node, string runtime, string @namespace);

    [LoggerMessage(2, LogLevel.Information, "Node {Node} is taken away")]
    public static partial void NodeDown(this ILogger logger, string node);

    [LoggerMessage(3, LogLevel.Warning, "Node {Node}: its container runtime is down; it is started again after {Pause}")]
    public static partial void RuntimeDown(this ILogger logger, string node, TimeSpan pause);

    [LoggerMessage(4, LogLevel.Error, "Node {Node}: its container runtime could not be started")]
    public static partial void RuntimeFailed(this ILogger logger, Exception exception, string node);

    [LoggerMessage(5, LogLevel.Warning, "Node {Node}: a request for metadata could not be handed on: {Reason}")]
    public static partial void MetadataFailed(this ILogger logger, string node, string reason);

    [LoggerMessage(6, LogLevel.Warning, "Node {Node}: pod {Pod}: {What} failed: {Reason}")]
    public static partial void PodWorkFailed(this ILogger logger, string node, string pod, string what, string reason);

    [LoggerMessage(7, LogLevel.Error, "Node {Node}: a part of its network could not be started")]
    public static partial void NetworkPartFailed(this ILogger logger, Exception exception, string node);

    [LoggerMessage(8, LogLevel.Warning, "Node {Node}: a connection to Azure's names could not be handed on: {Reason}")]
    public static partial void ProxyFailed(this ILogger logger, string node, string reason);
}
