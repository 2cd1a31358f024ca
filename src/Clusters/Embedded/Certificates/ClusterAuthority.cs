using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Verditer.Kubernetes;

namespace Verditer.Clusters.Embedded;

/// <summary>A cluster's certificate authority. Its certificates are dated by the host's clock: clients check them by theirs.</summary>
internal sealed class ClusterAuthority(X509Certificate2 certificate, TimeProvider hostTime) : IClusterCertificates, IDisposable
{
    private const string ServerUse = "1.3.6.1.5.5.7.3.1";
    private const string AlternativeNames = "2.5.29.17";
    private const string ClientUse = "1.3.6.1.5.5.7.3.2";
    private const int AuthorityYears = 30;

    /// <summary>Tolerance for a client whose clock is behind.</summary>
    private static readonly TimeSpan Before = TimeSpan.FromMinutes(10);

    private static readonly TimeSpan Life = TimeSpan.FromDays(2 * 365);

    /// <summary>With its private key.</summary>
    public X509Certificate2 Certificate => certificate;

    public string Pem => certificate.ExportCertificatePem();

    public static ClusterAuthority Create(TimeProvider hostTime)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=ca", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(X509BasicConstraintsExtension.CreateForCertificateAuthority());
        request.CertificateExtensions.Add(new X509KeyUsageExtension(
            X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.DigitalSignature | X509KeyUsageFlags.KeyEncipherment, critical: true));
        var subject = new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false);
        request.CertificateExtensions.Add(subject);
        request.CertificateExtensions.Add(X509AuthorityKeyIdentifierExtension.CreateFromSubjectKeyIdentifier(subject));
        var now = hostTime.GetUtcNow();
        return new(request.CreateSelfSigned(now - Before, now.AddYears(AuthorityYears)), hostTime);
    }

    public static ClusterAuthority Open(string certificatePem, string keyPem, TimeProvider hostTime) =>
        new(X509Certificate2.CreateFromPem(certificatePem, keyPem), hostTime);

    /// <summary>The key as PKCS#8, PEM.</summary>
    public string ExportKey()
    {
        using var key = certificate.GetECDsaPrivateKey()!;
        return key.ExportPkcs8PrivateKeyPem();
    }

    /// <summary>A certificate for the API server, with its key.</summary>
    public X509Certificate2 IssueServer(IEnumerable<string> names, IEnumerable<IPAddress> addresses)
    {
        var alternatives = new SubjectAlternativeNameBuilder();
        foreach (var name in names.Where(name => name.Length > 0))
        {
            alternatives.AddDnsName(name);
        }

        foreach (var address in addresses)
        {
            alternatives.AddIpAddress(address);
        }

        var subject = new X500DistinguishedNameBuilder();
        subject.AddCommonName("apiserver");
        return Issue(subject, ServerUse, alternatives.Build());
    }

    /// <summary>A certificate for a user, with its key.</summary>
    public X509Certificate2 IssueClient(string user, string group)
    {
        var subject = new X500DistinguishedNameBuilder();
        subject.AddCommonName(user);
        subject.AddOrganizationName(group);
        return Issue(subject, ClientUse, null);
    }

    /// <inheritdoc/>
    public string Sign(CertificateRequest request, bool serverAuthentication, X509KeyUsageFlags keyUsage, DateTimeOffset notBefore, DateTimeOffset notAfter)
    {
        var own = new CertificateRequest(request.SubjectName, request.PublicKey, HashAlgorithmName.SHA256);
        var names = request.CertificateExtensions.FirstOrDefault(one => one.Oid?.Value == AlternativeNames);
        using var issued = Sign(own, serverAuthentication ? ServerUse : ClientUse, keyUsage, names, notBefore, notAfter);
        return issued.ExportCertificatePem();
    }

    public void Dispose() => certificate.Dispose();

    private X509Certificate2 Issue(X500DistinguishedNameBuilder subject, string use, X509Extension? alternatives)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest(subject.Build(), key, HashAlgorithmName.SHA256);
        var now = hostTime.GetUtcNow();
        using var issued = Sign(request, use, X509KeyUsageFlags.DigitalSignature | X509KeyUsageFlags.KeyEncipherment, alternatives, now - Before, now + Life);
        return issued.CopyWithPrivateKey(key);
    }

    private X509Certificate2 Sign(
        CertificateRequest request, string use, X509KeyUsageFlags keyUsage, X509Extension? alternatives, DateTimeOffset notBefore, DateTimeOffset notAfter)
    {
        request.CertificateExtensions.Add(X509BasicConstraintsExtension.CreateForEndEntity(critical: true));
        if (keyUsage != X509KeyUsageFlags.None)
        {
            request.CertificateExtensions.Add(new X509KeyUsageExtension(keyUsage, critical: true));
        }

        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new(use)], critical: false));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false));
        request.CertificateExtensions.Add(X509AuthorityKeyIdentifierExtension.CreateFromCertificate(certificate, includeKeyIdentifier: true, includeIssuerAndSerial: false));
        if (alternatives is not null)
        {
            request.CertificateExtensions.Add(alternatives);
        }

        var serial = RandomNumberGenerator.GetBytes(16);
        serial[0] = (byte)((serial[0] & 0x7f) | 0x01);
        using var key = certificate.GetECDsaPrivateKey()!;
        var (first, last) = (new DateTimeOffset(certificate.NotBefore), new DateTimeOffset(certificate.NotAfter));
        return request.Create(
            certificate.SubjectName, X509SignatureGenerator.CreateForECDsa(key), notBefore < first ? first : notBefore, notAfter > last ? last : notAfter, serial);
    }
}
