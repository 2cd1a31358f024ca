using System.Threading.Channels;

namespace Verditer.Kubernetes.Controllers;

/// <summary>
/// Watches, a queue of keys, and a reconcile that brings what the key names one or more steps nearer to what is wanted. Reconciles are level-triggered: they
/// look at what there is now, and may run at any time and any number of times.
/// </summary>
internal abstract class Controller(ControllerServices services) : IClusterController
{
    public abstract string Name { get; }

    /// <summary>How it signs events: <c>source.component</c>.</summary>
    protected virtual string Component => $"{Name}-controller";

    /// <summary>How many keys are worked on at the same time.</summary>
    protected virtual int Workers => 2;

    protected ControllerServices Services { get; } = services;

    protected abstract IReadOnlyList<WatchSource> Sources { get; }

    /// <summary>Keys that something outside the API wakes; null where nothing does.</summary>
    protected virtual ChannelReader<ObjectKey>? WakeUps => null;

    protected abstract Task ReconcileAsync(Turn turn);

    public virtual async Task RunAsync(IObjectClient api, CancellationToken cancellationToken)
    {
        using var queue = new KeyedQueue<ObjectKey>(Services.Time);
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var parts = Sources.Select(source => WatchAsync(api, source, queue, ending.Token))
            .Concat(WakeUps is { } wakeUps ? [WakeAsync(wakeUps, queue, ending.Token)] : [])
            .Concat(Enumerable.Range(0, Workers).Select(_ => WorkAsync(api, queue, ending.Token)))
            .ToList();

        // The first part that ends ends the others: the engine starts the controller anew.
        var first = await Task.WhenAny(parts);
        await ending.CancelAsync();
        await Task.WhenAll(parts).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await first;
    }

    /// <summary>One reconcile, as the queue would run it.</summary>
    internal async Task<Turn> ReconcileOnceAsync(IObjectClient api, ObjectKey key, CancellationToken cancellationToken = default)
    {
        var turn = new Turn(api, key, Services, Name, Component, cancellationToken);
        await ReconcileAsync(turn);
        return turn;
    }

    private static async Task WatchAsync(IObjectClient api, WatchSource source, KeyedQueue<ObjectKey> queue, CancellationToken cancellationToken)
    {
        await foreach (var change in api.WatchAsync(source.Resource, cancellationToken))
        {
            foreach (var key in source.Keys(api, change))
            {
                queue.Add(key);
            }
        }
    }

    private static async Task WakeAsync(ChannelReader<ObjectKey> wakeUps, KeyedQueue<ObjectKey> queue, CancellationToken cancellationToken)
    {
        await foreach (var key in wakeUps.ReadAllAsync(cancellationToken))
        {
            queue.Add(key);
        }
    }

    private async Task WorkAsync(IObjectClient api, KeyedQueue<ObjectKey> queue, CancellationToken cancellationToken)
    {
        while (true)
        {
            var key = await queue.TakeAsync(cancellationToken);
            var (failed, after) = (true, (TimeSpan?)null);
            try
            {
                var turn = await ReconcileOnceAsync(api, key, cancellationToken);
                (failed, after) = (turn.Failed, turn.After);
            }
            catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
            {
                Services.Logger.ReconcileFailed(exception, Name, key.ToString());
            }
            finally
            {
                queue.Done(key, failed, after);
            }
        }
    }
}
