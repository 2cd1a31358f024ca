namespace Verditer.Clusters.Containers;

/// <summary>Moments that the runtime tells, by the host's clock, on Verditer's.</summary>
internal readonly record struct HostMoments(DateTimeOffset Now, DateTimeOffset HostNow)
{
    /// <param name="nanoseconds">Since 1970, UTC, the host's clock.</param>
    public DateTimeOffset Of(long nanoseconds) => Now + (DateTimeOffset.UnixEpoch.AddTicks(nanoseconds / 100) - HostNow);
}
