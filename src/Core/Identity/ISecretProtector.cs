namespace Verditer.Core;

/// <summary>Seals what must be kept and read again (a cluster's service-principal secret), so that it is never on disk in plain text.</summary>
public interface ISecretProtector
{
    /// <param name="purpose">Bound into the seal: what was sealed for one purpose cannot be opened for another.</param>
    byte[] Seal(ReadOnlySpan<byte> plain, string purpose);

    /// <summary>Throws <see cref="System.Security.Cryptography.CryptographicException"/> when the bytes were changed or sealed for something else.</summary>
    byte[] Open(ReadOnlySpan<byte> sealedBytes, string purpose);
}
