using Microsoft.Extensions.Logging;

namespace Verditer.Kubernetes.Controllers;

internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Error, "Controller {Controller}: reconciling {Key} threw an exception; it is tried again")]
    public static partial void ReconcileFailed(this ILogger logger, Exception exception, string controller, string key);

    [LoggerMessage(2, LogLevel.Debug, "Controller {Controller}: {Key} was refused ({Code} {Reason}: {Message}); it is tried again")]
    public static partial void Refused(this ILogger logger, string controller, string key, int code, string reason, string message);
}
