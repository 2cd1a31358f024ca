using System.Security.Cryptography;
using System.Text;

namespace Verditer.Core;

/// <summary>Seals with AES-256-GCM; the purpose is authenticated with the text. A sealed value is: version (1 byte), nonce (12), tag (16), text.</summary>
/// <param name="key">32 random bytes, kept by the host in a file that only its user can read.</param>
public sealed class AesGcmSecretProtector(byte[] key) : ISecretProtector
{
    /// <summary>Bytes of a key.</summary>
    public const int KeyLength = 32;

    private const byte Version = 1;
    private const int NonceLength = 12;
    private const int TagLength = 16;
    private const int HeadLength = 1 + NonceLength + TagLength;

    private readonly byte[] _key = key.Length == KeyLength ? [.. key] : throw new ArgumentException($"The key must have {KeyLength} bytes.", nameof(key));

    public byte[] Seal(ReadOnlySpan<byte> plain, string purpose)
    {
        var bytes = new byte[HeadLength + plain.Length];
        bytes[0] = Version;
        var nonce = bytes.AsSpan(1, NonceLength);
        RandomNumberGenerator.Fill(nonce);
        using var aes = new AesGcm(_key, TagLength);
        aes.Encrypt(nonce, plain, bytes.AsSpan(HeadLength), bytes.AsSpan(1 + NonceLength, TagLength), Encoding.UTF8.GetBytes(purpose));
        return bytes;
    }

    public byte[] Open(ReadOnlySpan<byte> sealedBytes, string purpose)
    {
        if (sealedBytes.Length < HeadLength || sealedBytes[0] != Version)
        {
            throw new CryptographicException("The sealed bytes have another form.");
        }

        var plain = new byte[sealedBytes.Length - HeadLength];
        using var aes = new AesGcm(_key, TagLength);
        aes.Decrypt(
            sealedBytes.Slice(1, NonceLength), sealedBytes[HeadLength..], sealedBytes.Slice(1 + NonceLength, TagLength), plain, Encoding.UTF8.GetBytes(purpose));
        return plain;
    }
}
