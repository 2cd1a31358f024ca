using System.Collections.Concurrent;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Verditer.Operations;

/// <summary>
/// Works on the operations that are due, several at once. When the host stops, the work is canceled and left where its record says; the next start
/// goes on there.
/// </summary>
internal sealed class OperationWorker(
    OperationIndex index,
    OperationQueue queue,
    OperationRunner runner,
    OperationTime time,
    OperationOptions options,
    ILogger<OperationWorker> logger) : BackgroundService
{
    private readonly ConcurrentDictionary<Task, bool> _runs = new();

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await index.LoadAsync(cancellationToken);
        if (index.Count is > 0 and var count)
        {
            logger.Resumed(count);
        }

        await base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var places = new SemaphoreSlim(options.Parallel);
        try
        {
            while (true)
            {
                await places.WaitAsync(stoppingToken);
                Track(RunAsync(await queue.TakeAsync(stoppingToken), places, stoppingToken));
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            await AbandonAsync();
        }
    }

    private async Task RunAsync(string id, SemaphoreSlim places, CancellationToken stoppingToken)
    {
        // The scheduler goes on while the handler's first, synchronous part runs.
        await Task.Yield();
        TimeSpan? after = options.RetryBusy;
        try
        {
            after = await runner.RunAsync(id, stoppingToken);
        }
        catch (Exception exception)
        {
            if (!stoppingToken.IsCancellationRequested)
            {
                logger.RunFailed(exception, id, options.RetryBusy);
            }
        }
        finally
        {
            queue.GiveBack(id, after);
            if (!stoppingToken.IsCancellationRequested)
            {
                places.Release();
            }
        }
    }

    private void Track(Task run)
    {
        _runs[run] = true;
        run.ContinueWith(done => _runs.TryRemove(done, out _), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
    }

    private async Task AbandonAsync()
    {
        try
        {
            await Task.WhenAll(_runs.Keys).WaitAsync(options.StopPatience, time.Host);
        }
        catch (TimeoutException)
        {
            logger.Abandoned(_runs.Count);
        }
    }
}
