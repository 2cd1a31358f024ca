using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Verditer.InstanceMetadata.Tests;

/// <summary>An authority, and the certificates that it gives for attesting.</summary>
internal static class TestAttestation
{
    private static readonly DateTimeOffset Begin = new(2020, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public static X509Certificate2 Authority { get; } = MakeAuthority();

    public static X509Certificate2 Issue()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=metadata.azure.com", key, HashAlgorithmName.SHA256);
        using var certificate = request.Create(Authority, Begin, Begin.AddYears(40), RandomNumberGenerator.GetBytes(8));
        return certificate.CopyWithPrivateKey(key);
    }

    private static X509Certificate2 MakeAuthority()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=authority", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(X509BasicConstraintsExtension.CreateForCertificateAuthority());
        return request.CreateSelfSigned(Begin, Begin.AddYears(50));
    }
}
