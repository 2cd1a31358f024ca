using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Verditer.Core;

namespace Verditer.Registry;

/// <summary>Cleans from time to time, and when Verditer's clock was moved, for retention goes by it.</summary>
internal sealed partial class CleaningWorker(ContentCleaner cleaner, RegistryOptions options, TimeProvider time, ILogger<CleaningWorker> logger) : BackgroundService
{
    private readonly SemaphoreSlim _moved = new(0, 1);

    public override void Dispose()
    {
        _moved.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (time is VerditerClock clock)
        {
            clock.Moved += Wake;
        }

        while (!stoppingToken.IsCancellationRequested)
        {
            await WaitAsync(stoppingToken);
            try
            {
                await cleaner.RunAsync(stoppingToken);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                LogFailed(logger, e);
            }
        }
    }

    private async Task WaitAsync(CancellationToken stoppingToken)
    {
        using var due = new CancellationTokenSource(options.CleaningInterval, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(due.Token, stoppingToken);
        try
        {
            await _moved.WaitAsync(either.Token);
        }
        catch (OperationCanceledException) when (!stoppingToken.IsCancellationRequested)
        {
            return;
        }
    }

    private void Wake()
    {
        try
        {
            _moved.Release();
        }
        catch (Exception e) when (e is SemaphoreFullException or ObjectDisposedException)
        {
            return;
        }
    }

    [LoggerMessage(1, LogLevel.Error, "The registries' content could not be cleaned; the next attempt follows")]
    private static partial void LogFailed(ILogger logger, Exception exception);
}
