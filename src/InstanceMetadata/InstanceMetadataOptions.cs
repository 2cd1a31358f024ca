using System.Security.Cryptography.X509Certificates;

namespace Verditer.InstanceMetadata;

/// <summary>How instance metadata is served.</summary>
public sealed record InstanceMetadataOptions
{
    /// <summary>Where the listeners' sockets are: a folder of this user alone, made at the first listener.</summary>
    public required string Folder { get; init; }

    /// <summary>Makes the certificate, with its key, that signs attested documents. It is disposed after each use.</summary>
    public required Func<X509Certificate2> AttestationCertificate { get; init; }
}
