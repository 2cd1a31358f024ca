using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Verditer.Directory;

/// <summary>
/// By OpenSSL 3 itself, whose contexts are prepared once and used again. .NET prepares one for each signature, and OpenSSL then looks up the key's
/// algorithm, the digest and the padding by name each time.
/// </summary>
internal sealed class OpenSslSignatures : ISignatureMaker
{
    private const int HashBytes = 32;

    private static readonly nint Sha256 = LibCrypto.IsPresent ? LibCrypto.FindDigest(0, "SHA256", 0) : 0;

    private readonly ConcurrentBag<SigningContextHandle> _idle = [];
    private readonly PrivateKeyHandle _key;

    private OpenSslSignatures(PrivateKeyHandle key) => _key = key;

    /// <param name="pkcs8">The private key, DER.</param>
    /// <returns>Null where OpenSSL 3 is not there or does not take the key.</returns>
    public static OpenSslSignatures? TryOpen(ReadOnlySpan<byte> pkcs8) =>
        Sha256 != 0 && Read(pkcs8) is { IsInvalid: false } key ? new(key) : null;

    public void Sign(ReadOnlySpan<byte> data, Span<byte> signature)
    {
        Span<byte> hash = stackalloc byte[HashBytes];
        Require(LibCrypto.Hash(data, (nuint)data.Length, hash, 0, Sha256, 0));
        var context = _idle.TryTake(out var idle) ? idle : Prepare();
        var length = (nuint)signature.Length;
        Require(LibCrypto.Sign(context, signature, ref length, hash, HashBytes));
        _idle.Add(context);
    }

    private static unsafe PrivateKeyHandle Read(ReadOnlySpan<byte> pkcs8)
    {
        fixed (byte* first = pkcs8)
        {
            var der = (nint)first;
            return LibCrypto.ReadPrivateKey(0, ref der, new CLong(pkcs8.Length));
        }
    }

    private SigningContextHandle Prepare()
    {
        var context = LibCrypto.NewContext(_key, 0);
        Require(LibCrypto.BeginSigning(context));
        Require(LibCrypto.SetPadding(context, LibCrypto.Pkcs1Padding));
        Require(LibCrypto.SetDigest(context, Sha256));
        return context;
    }

    private static void Require(int result)
    {
        if (result != 1)
        {
            throw new CryptographicException("OpenSSL could not sign.");
        }
    }
}
