using Verditer.Core;

namespace Verditer.CloudProvider;

/// <summary>
/// Keys that need work. A key that failed waits 5 s, then twice as long each time, up to 300 s, as upstream's service controller does. When Verditer's clock is
/// moved, all that wait are looked at at once: the user has moved it to see something happen.
/// </summary>
internal sealed class WorkQueue : IDisposable
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(300);

    private readonly Lock _lock = new();
    private readonly TimeProvider _time;
    private readonly long _origin;
    private readonly Dictionary<string, TimeSpan> _due = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _failures = new(StringComparer.Ordinal);
    private TaskCompletionSource _woken = NewSignal();

    public WorkQueue(TimeProvider time)
    {
        _time = time;
        _origin = time.GetTimestamp();
        if (time is VerditerClock clock)
        {
            clock.Moved += LookAgain;
        }
    }

    private TimeSpan Now => _time.GetElapsedTime(_origin);

    /// <summary>Work on it as soon as possible.</summary>
    public void Add(string key) => Schedule(key, Now);

    /// <summary>It has failed: work on it again later.</summary>
    /// <returns>How much later.</returns>
    public TimeSpan Retry(string key)
    {
        int failures;
        lock (_lock)
        {
            failures = _failures[key] = _failures.GetValueOrDefault(key) + 1;
        }

        var pause = TimeSpan.FromTicks((long)Math.Min(FirstPause.Ticks * Math.Pow(2, failures - 1), LongestPause.Ticks));
        Schedule(key, Now + pause);
        return pause;
    }

    /// <summary>It has succeeded: the next failure waits shortly again.</summary>
    public void Forget(string key)
    {
        lock (_lock)
        {
            _failures.Remove(key);
        }
    }

    /// <summary>The next key that is due; waits for one.</summary>
    public async Task<string> TakeAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            Task woken;
            TimeSpan? wait = null;
            lock (_lock)
            {
                woken = _woken.Task;
                if (_due.Count > 0)
                {
                    var (key, due) = _due.MinBy(d => d.Value);
                    if (due <= Now)
                    {
                        _due.Remove(key);
                        return key;
                    }

                    wait = due - Now;
                }
            }

            await WaitAsync(woken, wait, cancellationToken);
        }
    }

    public void Dispose()
    {
        if (_time is VerditerClock clock)
        {
            clock.Moved -= LookAgain;
        }
    }

    private async Task WaitAsync(Task woken, TimeSpan? atMost, CancellationToken cancellationToken)
    {
        try
        {
            await (atMost is { } limit ? woken.WaitAsync(limit, _time, cancellationToken) : woken.WaitAsync(cancellationToken));
        }
        catch (TimeoutException)
        {
            // Something is due.
        }
    }

    private void Schedule(string key, TimeSpan due)
    {
        lock (_lock)
        {
            // What is to be done sooner already stays so.
            _due[key] = _due.TryGetValue(key, out var planned) && planned < due ? planned : due;
            Wake();
        }
    }

    private void LookAgain()
    {
        lock (_lock)
        {
            foreach (var key in _due.Keys.ToList())
            {
                _due[key] = TimeSpan.Zero;
            }

            Wake();
        }
    }

    private void Wake()
    {
        _woken.TrySetResult();
        _woken = NewSignal();
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
