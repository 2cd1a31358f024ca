using Microsoft.Extensions.Logging;

namespace Verditer.Kubernetes;

internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Error, "The Kubernetes API could not carry out {Method} {Path}")]
    public static partial void RequestFailed(this ILogger logger, Exception exception, string method, string path);
}
