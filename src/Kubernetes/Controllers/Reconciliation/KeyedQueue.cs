using System.Threading.Channels;
using Verditer.Core;

namespace Verditer.Kubernetes.Controllers;

/// <summary>
/// Keys that wait for a reconcile: each once, and never two reconciles of the same key at a time. Delays are by Verditer's clock; when that is
/// moved, everything that waits or is worked on is looked at again.
/// </summary>
internal sealed class KeyedQueue<TKey> : IDisposable
    where TKey : struct
{
    private static readonly TimeSpan FirstRetry = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan LongestRetry = TimeSpan.FromSeconds(30);

    private readonly TimeProvider _time;
    private readonly Lock _gate = new();
    private readonly Channel<TKey> _ready = Channel.CreateUnbounded<TKey>();
    private readonly HashSet<TKey> _queued = [];
    private readonly HashSet<TKey> _busy = [];
    private readonly Dictionary<TKey, DateTimeOffset> _due = [];
    private readonly PriorityQueue<TKey, DateTimeOffset> _delayed = new();
    private readonly Dictionary<TKey, int> _failures = [];
    private readonly ITimer _timer;

    public KeyedQueue(TimeProvider time)
    {
        _time = time;
        _timer = time.CreateTimer(_ => TakeDue(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        if (time is VerditerClock clock)
        {
            clock.Moved += TakeAllDelayed;
        }
    }

    public void Add(TKey key)
    {
        lock (_gate)
        {
            AddLocked(key);
        }
    }

    /// <summary>The next key; it is the caller's until <see cref="Done"/>. An earlier delay of the key is forgotten.</summary>
    public async ValueTask<TKey> TakeAsync(CancellationToken cancellationToken)
    {
        var key = await _ready.Reader.ReadAsync(cancellationToken);
        lock (_gate)
        {
            _queued.Remove(key);
            _busy.Add(key);
            _due.Remove(key);
        }

        return key;
    }

    /// <param name="failed">Look at it again, later each time that it fails in a row.</param>
    /// <param name="after">Otherwise: look at it again after this time; null for never.</param>
    public void Done(TKey key, bool failed, TimeSpan? after)
    {
        lock (_gate)
        {
            _busy.Remove(key);
            if (failed)
            {
                var failures = _failures.GetValueOrDefault(key);
                _failures[key] = failures + 1;
                var delay = FirstRetry * Math.Pow(2, Math.Min(failures, 20));
                after = delay < LongestRetry ? delay : LongestRetry;
            }
            else
            {
                _failures.Remove(key);
            }

            if (_queued.Contains(key))
            {
                _ready.Writer.TryWrite(key);
            }

            if (after is { } wait)
            {
                var due = _time.GetUtcNow() + (wait > TimeSpan.Zero ? wait : TimeSpan.Zero);
                _due[key] = due;
                _delayed.Enqueue(key, due);
                Arm();
            }
        }
    }

    public void Dispose()
    {
        if (_time is VerditerClock clock)
        {
            clock.Moved -= TakeAllDelayed;
        }

        _timer.Dispose();
    }

    private void AddLocked(TKey key)
    {
        if (_queued.Add(key) && !_busy.Contains(key))
        {
            _ready.Writer.TryWrite(key);
        }
    }

    private void TakeDue()
    {
        lock (_gate)
        {
            var now = _time.GetUtcNow();
            while (_delayed.TryPeek(out var key, out var due) && (due <= now || !IsCurrent(key, due)))
            {
                _delayed.Dequeue();
                if (IsCurrent(key, due))
                {
                    _due.Remove(key);
                    AddLocked(key);
                }
            }

            Arm();
        }
    }

    private void TakeAllDelayed()
    {
        lock (_gate)
        {
            // What is being worked on may have read the clock before it was moved, and would wait by that.
            foreach (var key in _due.Keys.Concat(_busy))
            {
                AddLocked(key);
            }

            _due.Clear();
            _delayed.Clear();
        }
    }

    private bool IsCurrent(TKey key, DateTimeOffset due) => _due.TryGetValue(key, out var current) && current == due;

    private void Arm()
    {
        if (_delayed.TryPeek(out _, out var due))
        {
            var wait = due - _time.GetUtcNow();
            _timer.Change(wait > TimeSpan.Zero ? Slice(wait) : TimeSpan.Zero, Timeout.InfiniteTimeSpan);
        }
    }

    /// <summary>Timers round down to a millisecond and end somewhere below fifty days.</summary>
    private static TimeSpan Slice(TimeSpan wait) =>
        wait < TimeSpan.FromDays(1) ? TimeSpan.FromMilliseconds(Math.Ceiling(wait.TotalMilliseconds)) : TimeSpan.FromDays(1);
}
