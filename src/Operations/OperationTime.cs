using Verditer.Core;

namespace Verditer.Operations;

/// <summary>Verditer's clock, which says what is due, and the host's, which leases and waits run on.</summary>
internal sealed class OperationTime(TimeProvider clock)
{
    private readonly VerditerClock? _movable = clock as VerditerClock;

    public DateTimeOffset Now => clock.GetUtcNow();

    public TimeProvider Host => _movable?.Host ?? clock;

    /// <summary>Calls back whenever the clock was moved, until it is disposed.</summary>
    public IDisposable OnMoved(Action moved) => new Subscription(_movable, moved);

    private sealed class Subscription : IDisposable
    {
        private readonly VerditerClock? _clock;
        private readonly Action _moved;

        public Subscription(VerditerClock? clock, Action moved)
        {
            (_clock, _moved) = (clock, moved);
            if (clock is not null)
            {
                clock.Moved += moved;
            }
        }

        public void Dispose()
        {
            if (_clock is not null)
            {
                _clock.Moved -= _moved;
            }
        }
    }
}
