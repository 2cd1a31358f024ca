namespace Verditer.InstanceMetadata;

/// <summary>How instance metadata is served.</summary>
public sealed record InstanceMetadataOptions
{
    /// <summary>Where the listeners' sockets are: a folder of this user alone, made at the first listener.</summary>
    public required string Folder { get; init; }
}
