using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Verditer.Directory;

/// <summary>Loads the directory when the host starts, writes sign-ins every second, and the rest when it stops; the audit log loses its oldest.</summary>
internal sealed partial class SignInFlusher(
    IDirectoryAdministration directory, SignInLog signIns, DirectoryAuditLog audits, TimeProvider time, ILogger<SignInFlusher> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await directory.LoadAsync(cancellationToken);
        await base.StartAsync(cancellationToken);
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await FlushAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            await FlushAsync(CancellationToken.None);
        }
    }

    private async Task FlushAsync(CancellationToken cancellationToken)
    {
        try
        {
            await signIns.FlushAsync(cancellationToken);
            await audits.TrimAsync(cancellationToken);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            NotWritten(logger, exception);
        }
    }

    [LoggerMessage(1, LogLevel.Warning, "Sign-ins could not be written, or old changes of the directory not removed")]
    private static partial void NotWritten(ILogger logger, Exception exception);
}
