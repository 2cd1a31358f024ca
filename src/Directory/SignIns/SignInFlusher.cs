using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Verditer.Storage;

namespace Verditer.Directory;

/// <summary>Loads the directory when the host starts, writes sign-ins every second, and the rest when it stops; the audit log loses its oldest.</summary>
internal sealed partial class SignInFlusher(
    IDirectoryAdministration directory, SignInLog signIns, DirectoryAuditLog audits, TimeProvider time, ILogger<SignInFlusher> logger) : BackgroundService
{
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await directory.LoadAsync(cancellationToken);
        await base.StartAsync(cancellationToken);
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await PeriodicFlush.OnceAsync(FlushAsync, e => NotWritten(logger, e), cancellationToken);
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        PeriodicFlush.RunAsync(FlushAsync, e => NotWritten(logger, e), time, stoppingToken);

    private async Task FlushAsync(CancellationToken cancellationToken)
    {
        await signIns.FlushAsync(cancellationToken);
        await audits.TrimAsync(cancellationToken);
    }

    [LoggerMessage(1, LogLevel.Warning, "Sign-ins could not be written, or old changes of the directory not removed")]
    private static partial void NotWritten(ILogger logger, Exception exception);
}
