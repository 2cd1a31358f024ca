namespace Verditer.InstanceMetadata;

/// <summary>How the service behaves where Azure's behaviour stands in the way of tests. It lasts as long as the process.</summary>
internal sealed class MetadataSettings
{
    private long _updateTicks;

    /// <summary>Tokens are kept and given again, as in Azure.</summary>
    public volatile bool CachesTokens = true;

    /// <summary>Azure's limits of requests in a second hold. Off at first: a test's requests come in bursts.</summary>
    public volatile bool LimitsBursts;

    /// <summary>For how long after a change of a machine's identities its requests for tokens are answered with 410; Azure takes up to 70 s, here it is zero at first.</summary>
    public TimeSpan IdentityUpdateTime
    {
        get => new(Interlocked.Read(ref _updateTicks));
        set => Interlocked.Exchange(ref _updateTicks, value.Ticks);
    }
}
