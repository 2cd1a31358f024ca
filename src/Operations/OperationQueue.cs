using System.Threading.Channels;

namespace Verditer.Operations;

/// <summary>
/// What is due when, by Verditer's clock. It waits on the host's timers in slices, and looks again at once when the clock is moved or something new
/// comes in.
/// </summary>
internal sealed class OperationQueue : IDisposable
{
    private static readonly TimeSpan Slice = TimeSpan.FromSeconds(30);

    private readonly OperationTime _time;
    private readonly OperationIndex _index;
    private readonly Lock _gate = new();
    private readonly PriorityQueue<string, DateTimeOffset> _due = new();
    private readonly HashSet<string> _taken = [];
    private readonly Channel<bool> _wake = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly ITimer _timer;
    private readonly IDisposable _moved;

    public OperationQueue(OperationTime time, OperationIndex index)
    {
        (_time, _index) = (time, index);
        _timer = time.Host.CreateTimer(_ => Wake(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _moved = time.OnMoved(LookAgain);
        index.Scheduled += record => Add(record.Id, record.IsDue(time.Now) ? time.Now : record.DueAt);
    }

    /// <summary>The next operation that is due and that nobody works on; it is the caller's until <see cref="GiveBack"/>.</summary>
    public async Task<string> TakeAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            if (TryTake(out var id, out var wait))
            {
                return id;
            }

            _timer.Change(wait, Timeout.InfiniteTimeSpan);
            await _wake.Reader.ReadAsync(cancellationToken);
        }
    }

    /// <param name="after">Look at it again after this time at the earliest; null when its own due time counts.</param>
    public void GiveBack(string id, TimeSpan? after)
    {
        lock (_gate)
        {
            _taken.Remove(id);
        }

        var now = _time.Now;
        if (_index.DueAt(id, now) is { } due)
        {
            Add(id, after is { } delay ? now + delay : due);
        }
    }

    public void Dispose()
    {
        _moved.Dispose();
        _timer.Dispose();
    }

    private void Add(string id, DateTimeOffset due)
    {
        lock (_gate)
        {
            _due.Enqueue(id, due);
        }

        Wake();
    }

    /// <summary>After a move of the clock: what is due now may stand further back in the queue.</summary>
    private void LookAgain()
    {
        var now = _time.Now;
        foreach (var id in _index.Due(now))
        {
            Add(id, now);
        }

        Wake();
    }

    private void Wake() => _wake.Writer.TryWrite(true);

    private bool TryTake(out string id, out TimeSpan wait)
    {
        lock (_gate)
        {
            while (_due.TryPeek(out id!, out var due))
            {
                var now = _time.Now;
                if (due > now)
                {
                    wait = due - now < Slice ? due - now : Slice;
                    return false;
                }

                // An entry may be left over from an earlier due time: the operation's own one counts.
                _due.Dequeue();
                if (_index.DueAt(id, now) <= now && _taken.Add(id))
                {
                    wait = default;
                    return true;
                }
            }
        }

        id = "";
        wait = Timeout.InfiniteTimeSpan;
        return false;
    }
}
