using System.Buffers.Text;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Microsoft.IdentityModel.Tokens;
using Verditer.Core;

namespace Verditer.Directory;

/// <summary>A tenant's RS256 key, ready for work. Its <c>kid</c> is its certificate's thumbprint, as in Entra.</summary>
internal sealed class SigningKey
{
    private readonly ISignatureMaker _signatures;
    private readonly int _signatureBytes;
    private readonly byte[] _header;

    private SigningKey(SigningKeyRecord record, X509Certificate2 certificate, RSA rsa, ISignatureMaker signatures)
    {
        (Record, Certificate) = (record, certificate);
        Public = rsa.ExportParameters(includePrivateParameters: false);
        SecurityKey = new X509SecurityKey(certificate, record.Kid);
        (_signatures, _signatureBytes) = (signatures, rsa.KeySize / 8);
        _header = Encode($$"""{"alg":"RS256","kid":"{{record.Kid}}","x5t":"{{record.Kid}}","typ":"JWT"}""");
    }

    public SigningKeyRecord Record { get; }

    public X509Certificate2 Certificate { get; }

    public RSAParameters Public { get; }

    public X509SecurityKey SecurityKey { get; }

    /// <summary>A signed token (JWS, compact form).</summary>
    /// <param name="payload">JSON, UTF-8.</param>
    /// <remarks>Source: RFC 7515, section 3.1.</remarks>
    public byte[] Sign(ReadOnlySpan<byte> payload)
    {
        Span<byte> signature = stackalloc byte[_signatureBytes];
        var signed = _header.Length + 1 + Base64Url.GetEncodedLength(payload.Length);
        var token = new byte[signed + 1 + Base64Url.GetEncodedLength(signature.Length)];
        _header.CopyTo(token, 0);
        token[_header.Length] = (byte)'.';
        Base64Url.EncodeToUtf8(payload, token.AsSpan(_header.Length + 1));
        _signatures.Sign(token.AsSpan(0, signed), signature);
        token[signed] = (byte)'.';
        Base64Url.EncodeToUtf8(signature, token.AsSpan(signed + 1));
        return token;
    }

    public static SigningKeyRecord Create(string tenantId, DateTimeOffset now, ISecretProtector protector)
    {
        using var rsa = RSA.Create(2048);
        var request = new CertificateRequest("CN=accounts.accesscontrol.windows.net", rsa, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        using var certificate = request.CreateSelfSigned(now.AddDays(-1), now.AddYears(5));
        return new(
            tenantId, Base64Url.EncodeToString(certificate.GetCertHash()), now,
            protector.Seal(rsa.ExportPkcs8PrivateKey(), SigningKeyRecord.Purpose(tenantId)), certificate.RawData, null);
    }

    /// <summary>Opens a stored key and signs once with it: the first signature of a key is slow, and no client should wait for it.</summary>
    public static SigningKey Open(SigningKeyRecord record, ISecretProtector protector)
    {
        var rsa = RSA.Create();
        var pkcs8 = protector.Open(record.SealedKey, SigningKeyRecord.Purpose(record.TenantId));
        rsa.ImportPkcs8PrivateKey(pkcs8, out _);
        using var bare = X509CertificateLoader.LoadCertificate(record.Certificate);
        ISignatureMaker signatures = OpenSslSignatures.TryOpen(pkcs8) is { } openSsl ? openSsl : new PlatformSignatures(rsa);
        var key = new SigningKey(record, bare.CopyWithPrivateKey(rsa), rsa, signatures);
        key.Sign([]);
        return key;
    }

    private static byte[] Encode(string text) => Base64Url.EncodeToUtf8(Encoding.UTF8.GetBytes(text));
}
