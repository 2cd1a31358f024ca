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
}
