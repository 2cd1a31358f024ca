using System.Runtime.InteropServices;

namespace Verditer.Directory;

/// <summary>The functions of OpenSSL 3 that signing needs. Each answers 1 where it succeeds.</summary>
/// <remarks>Source: https://docs.openssl.org/3.0/man3/EVP_PKEY_sign/ and https://docs.openssl.org/3.0/man3/EVP_DigestInit/</remarks>
internal static partial class LibCrypto
{
    public const int Pkcs1Padding = 1;

    private const string Library = "libcrypto.so.3";

    /// <summary>False on machines that have another OpenSSL, or none.</summary>
    public static bool IsPresent { get; } = NativeLibrary.TryLoad(Library, out _);

    [LibraryImport(Library, EntryPoint = "d2i_AutoPrivateKey")]
    public static partial PrivateKeyHandle ReadPrivateKey(nint key, ref nint der, CLong length);

    [LibraryImport(Library, EntryPoint = "EVP_PKEY_free")]
    public static partial void FreeKey(nint key);

    [LibraryImport(Library, EntryPoint = "EVP_PKEY_CTX_new")]
    public static partial SigningContextHandle NewContext(PrivateKeyHandle key, nint engine);

    [LibraryImport(Library, EntryPoint = "EVP_PKEY_CTX_free")]
    public static partial void FreeContext(nint context);

    [LibraryImport(Library, EntryPoint = "EVP_PKEY_sign_init")]
    public static partial int BeginSigning(SigningContextHandle context);

    [LibraryImport(Library, EntryPoint = "EVP_PKEY_CTX_set_rsa_padding")]
    public static partial int SetPadding(SigningContextHandle context, int padding);

    [LibraryImport(Library, EntryPoint = "EVP_PKEY_CTX_set_signature_md")]
    public static partial int SetDigest(SigningContextHandle context, nint digest);

    [LibraryImport(Library, EntryPoint = "EVP_PKEY_sign")]
    public static partial int Sign(SigningContextHandle context, Span<byte> signature, ref nuint signatureLength, ReadOnlySpan<byte> hash, nuint hashLength);

    /// <summary>Finds a digest once; the same by its name alone is looked for at each use.</summary>
    [LibraryImport(Library, EntryPoint = "EVP_MD_fetch", StringMarshalling = StringMarshalling.Utf8)]
    public static partial nint FindDigest(nint library, string name, nint properties);

    [LibraryImport(Library, EntryPoint = "EVP_Digest")]
    public static partial int Hash(ReadOnlySpan<byte> data, nuint length, Span<byte> hash, nint hashLength, nint digest, nint engine);
}
