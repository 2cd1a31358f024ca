using System.Buffers.Text;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.IdentityModel.Tokens;
using Verditer.Core;

namespace Verditer.Directory;

/// <summary>A tenant's RS256 key, ready for work. Its <c>kid</c> is its certificate's thumbprint, as in Entra.</summary>
internal sealed class SigningKey
{
    private SigningKey(SigningKeyRecord record, X509Certificate2 certificate, RSA rsa)
    {
        (Record, Certificate) = (record, certificate);
        Public = rsa.ExportParameters(includePrivateParameters: false);
        SecurityKey = new X509SecurityKey(certificate, record.Kid);
        Credentials = new(SecurityKey, SecurityAlgorithms.RsaSha256);
    }

    public SigningKeyRecord Record { get; }

    public X509Certificate2 Certificate { get; }

    public RSAParameters Public { get; }

    public X509SecurityKey SecurityKey { get; }

    public SigningCredentials Credentials { get; }

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
        rsa.ImportPkcs8PrivateKey(protector.Open(record.SealedKey, SigningKeyRecord.Purpose(record.TenantId)), out _);
        using var bare = X509CertificateLoader.LoadCertificate(record.Certificate);
        var key = new SigningKey(record, bare.CopyWithPrivateKey(rsa), rsa);
        ((RSA)key.SecurityKey.PrivateKey).SignData([0], HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        return key;
    }
}
