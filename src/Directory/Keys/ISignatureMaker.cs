using System.Security.Cryptography;

namespace Verditer.Directory;

/// <summary>Makes RS256 signatures (RSASSA-PKCS1-v1_5 with SHA-256) with one key, on any number of threads.</summary>
/// <remarks>Source: RFC 7518, section 3.3.</remarks>
internal interface ISignatureMaker
{
    /// <param name="signature">As long as the key's modulus.</param>
    void Sign(ReadOnlySpan<byte> data, Span<byte> signature);
}

/// <summary>By .NET, wherever it runs.</summary>
internal sealed class PlatformSignatures(RSA rsa) : ISignatureMaker
{
    public void Sign(ReadOnlySpan<byte> data, Span<byte> signature) =>
        rsa.SignData(data, signature, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
}
