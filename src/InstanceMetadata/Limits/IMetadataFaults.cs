using Verditer.Core;

namespace Verditer.InstanceMetadata;

/// <summary>Refusals that somebody asked for, to see what clients do. There are none unless the host registers another of these.</summary>
public interface IMetadataFaults
{
    /// <summary>The fault that a machine's request for a token meets.</summary>
    MetadataFault? Find(MetadataMachine machine);
}

/// <param name="RetryAfter">What the client is told.</param>
public sealed record MetadataFault(MetadataFaultKind Kind, TimeSpan RetryAfter);

public enum MetadataFaultKind
{
    /// <summary>429.</summary>
    Throttled,

    /// <summary>410, as while the machine's identities are being changed.</summary>
    Updating,
}

/// <inheritdoc cref="IMetadataFaults"/>
internal sealed class NoMetadataFaults : IMetadataFaults
{
    public MetadataFault? Find(MetadataMachine machine) => null;
}
