namespace Verditer.Operations;

/// <summary>How operations are worked on.</summary>
public sealed record OperationOptions
{
    /// <summary>At most so many operations are worked on at the same time; each by one worker only.</summary>
    public int Parallel { get; init; } = 8;

    /// <summary>An operation that has ended can be read for so long (Verditer's clock), then its record is removed.</summary>
    public TimeSpan Retention { get; init; } = TimeSpan.FromDays(7);

    /// <summary>For how long another process keeps off an operation (the host's clock); renewed while the work lasts.</summary>
    public TimeSpan LeaseDuration { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long to stay away from an operation that another process works on, or whose record could not be written.</summary>
    public TimeSpan RetryBusy { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>So often a piece of work that throws is tried again, then the operation fails.</summary>
    public int Retries { get; init; } = 8;

    /// <summary>Before the first retry (Verditer's clock); doubled for each further one, up to <see cref="LongestRetryDelay"/>.</summary>
    public TimeSpan FirstRetryDelay { get; init; } = TimeSpan.FromSeconds(1);

    public TimeSpan LongestRetryDelay { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>So often in a row a piece of work is run again at once because of a conflict; then that counts as an exception.</summary>
    public int ConflictsInARow { get; init; } = 20;

    /// <summary>When a host that is stopping no longer waits for work that was canceled (the host's clock).</summary>
    public TimeSpan StopPatience { get; init; } = TimeSpan.FromSeconds(3);

    internal TimeSpan RetryDelay(int attempts)
    {
        var delay = FirstRetryDelay * Math.Pow(2, Math.Min(attempts, 20));
        return delay < LongestRetryDelay ? delay : LongestRetryDelay;
    }
}
