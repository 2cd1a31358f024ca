namespace Verditer.Core;

/// <summary>
/// Verditer's time: the host's time plus an offset that the user may change. It keeps ticking after a jump; timers run on the host's time and are
/// re-examined at <see cref="Moved"/>.
/// </summary>
public sealed class VerditerClock(TimeProvider host) : TimeProvider
{
    private long _offsetTicks;

    /// <summary>Raised after the offset changed; workers look again at what is due.</summary>
    public event Action? Moved;

    public TimeSpan Offset
    {
        get => new(Interlocked.Read(ref _offsetTicks));
        set
        {
            Interlocked.Exchange(ref _offsetTicks, value.Ticks);
            Moved?.Invoke();
        }
    }

    /// <summary>The host's own time, for what outsiders verify by their clocks (certificates).</summary>
    public TimeProvider Host => host;

    /// <summary>The host's time, in which things happened one after another however Verditer's clock was moved.</summary>
    /// <param name="time">Verditer's clock, or any other.</param>
    public static DateTimeOffset HostTime(TimeProvider time) => (time is VerditerClock clock ? clock.Host : time).GetUtcNow();

    public override DateTimeOffset GetUtcNow() => host.GetUtcNow() + Offset;

    public override long GetTimestamp() => host.GetTimestamp();

    public override long TimestampFrequency => host.TimestampFrequency;

    public override TimeZoneInfo LocalTimeZone => host.LocalTimeZone;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        host.CreateTimer(callback, state, dueTime, period);
}
