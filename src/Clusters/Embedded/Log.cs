using Microsoft.Extensions.Logging;

namespace Verditer.Clusters.Embedded;

internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Information, "Cluster {ClusterKey} ({Name}) answers at {Server}")]
    public static partial void Started(this ILogger logger, string clusterKey, string name, string server);

    [LoggerMessage(2, LogLevel.Information, "Cluster {ClusterKey} is stopped")]
    public static partial void Stopped(this ILogger logger, string clusterKey);

    [LoggerMessage(3, LogLevel.Error, "Controller {Controller} of cluster {ClusterKey} failed and is started again after {Pause}")]
    public static partial void ControllerFailed(this ILogger logger, Exception? exception, string controller, string clusterKey, TimeSpan pause);

    [LoggerMessage(4, LogLevel.Error, "Node {Node} of cluster {ClusterKey} could not be registered; the cluster runs without it")]
    public static partial void NodeFailed(this ILogger logger, Exception exception, string node, string clusterKey);
}
