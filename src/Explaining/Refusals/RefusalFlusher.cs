using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Verditer.Storage;

namespace Verditer.Explaining;

/// <summary>Reads the refusals of earlier processes when the host starts, writes new ones every second, and the rest when it stops.</summary>
internal sealed partial class RefusalFlusher(RefusalLog refusals, TimeProvider time, ILogger<RefusalFlusher> logger) : BackgroundService
{
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await refusals.LoadAsync(cancellationToken);
        await base.StartAsync(cancellationToken);
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await PeriodicFlush.OnceAsync(refusals.FlushAsync, e => NotWritten(logger, e), cancellationToken);
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        PeriodicFlush.RunAsync(refusals.FlushAsync, e => NotWritten(logger, e), time, stoppingToken);

    [LoggerMessage(1, LogLevel.Warning, "Refusals could not be written")]
    private static partial void NotWritten(ILogger logger, Exception exception);
}
