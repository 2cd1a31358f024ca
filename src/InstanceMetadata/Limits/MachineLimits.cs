namespace Verditer.InstanceMetadata;

/// <summary>What keeps a machine's request from being answered now: Azure's limits, identities that are being changed.</summary>
/// <remarks>
/// Source: https://learn.microsoft.com/azure/virtual-machines/instance-metadata-service#rate-limiting and
/// https://learn.microsoft.com/entra/identity/managed-identities-azure-resources/how-to-use-vm-token#error-handling
/// </remarks>
internal sealed class MachineLimits(MetadataSettings settings, IdentityChanges changes, TimeProvider time)
{
    public const int RequestsPerSecond = 5;
    public const int TokensPerSecond = 20;

    private static readonly TimeSpan AfterBurst = TimeSpan.FromSeconds(1);

    /// <summary>The refusal of a request for a token.</summary>
    public MetadataAnswer? RefuseToken(OpenListener listener)
    {
        var now = time.GetUtcNow();
        if (settings.LimitsBursts && !listener.Tokens.Budget.TryTake(now))
        {
            return MetadataErrors.TokensThrottled(AfterBurst);
        }

        return changes.Last(listener.Machine.OwnerResourceId) is { } changed && changed + settings.IdentityUpdateTime - now is { Ticks: > 0 } rest && changed <= now
            ? MetadataErrors.Updating(rest)
            : null;
    }

    /// <summary>The refusal of any other request.</summary>
    public MetadataAnswer? Refuse(OpenListener listener) =>
        settings.LimitsBursts && !listener.Budget.TryTake(time.GetUtcNow()) ? MetadataErrors.Throttled(AfterBurst) : null;
}
