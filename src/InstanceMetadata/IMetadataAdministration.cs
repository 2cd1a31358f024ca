using Verditer.Core;

namespace Verditer.InstanceMetadata;

/// <summary>What the person who runs Verditer may see and set of the metadata service. Settings last as long as the process.</summary>
public interface IMetadataAdministration
{
    /// <summary>Tokens are kept for up to a day and given again, so that a role or a group that changes is not seen in them.</summary>
    bool CachesTokens { get; set; }

    /// <summary>Azure's limits hold: 20 requests for tokens and 5 others in a second from one machine.</summary>
    bool LimitsBursts { get; set; }

    /// <summary>For how long a machine is answered with 410 after its identities have changed.</summary>
    TimeSpan IdentityUpdateTime { get; set; }

    /// <summary>The tokens that are kept, without their text.</summary>
    IReadOnlyList<KeptToken> ListTokens();

    /// <summary>Forgets tokens.</summary>
    /// <param name="machine">Only this machine's; null for all.</param>
    /// <returns>How many there were.</returns>
    int ClearTokens(string? machine = null);
}

/// <param name="Machine">The machine's name.</param>
/// <param name="Expires">UTC, Verditer's clock.</param>
public sealed record KeptToken(string Machine, ManagedIdentity Identity, string Resource, DateTimeOffset Expires);
