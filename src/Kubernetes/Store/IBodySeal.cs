namespace Verditer.Kubernetes;

/// <summary>Seals the bodies of secrets, so that the document store and its change log never have them in plain text.</summary>
public interface IBodySeal
{
    /// <param name="key">The document's key, bound into the seal: what was sealed for one object cannot be opened as another's.</param>
    byte[] Seal(ReadOnlySpan<byte> plain, string key);

    /// <exception cref="System.Security.Cryptography.CryptographicException">The bytes were changed, or sealed for another object or with another key.</exception>
    byte[] Open(ReadOnlySpan<byte> sealedBytes, string key);
}
