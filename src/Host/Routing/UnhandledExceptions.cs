using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Verditer.Host;

/// <summary>The last resort: what no part has answered becomes a 500 in Azure's form. The trace goes to the log, never to the client.</summary>
internal sealed partial class UnhandledExceptions(RequestDelegate next, ILogger<UnhandledExceptions> logger)
{
    public async Task HandleAsync(HttpContext context)
    {
        try
        {
            await next(context);
        }
        catch (Exception e) when (e is OperationCanceledException or ConnectionResetException && context.RequestAborted.IsCancellationRequested)
        {
            LogGone(logger, context.Request.Method, context.Request.Path);
        }
        catch (BadHttpRequestException e) when (!context.Response.HasStarted)
        {
            await Answer.ErrorAsync(context, e.StatusCode == StatusCodes.Status413PayloadTooLarge
                ? HostErrors.TooLarge
                : new Core.ArmError(e.StatusCode, "BadRequest", e.Message));
        }
        catch (Exception e) when (!context.Response.HasStarted)
        {
            await Answer.ErrorAsync(context, HostErrors.Unexpected);
            LogFailed(logger, e, context.Request.Method, context.Request.Host.Value, context.Request.Path, context.Response.Headers["x-ms-request-id"]);
        }
    }

    [LoggerMessage(1, LogLevel.Debug, "The client of {Method} {Path} went away")]
    private static partial void LogGone(ILogger logger, string method, string path);

    [LoggerMessage(2, LogLevel.Error, "{Method} {Host}{Path} failed, request id {RequestId}")]
    private static partial void LogFailed(ILogger logger, Exception exception, string method, string? host, string path, string? requestId);
}
