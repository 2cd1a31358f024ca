using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Verditer.Storage;

namespace Verditer.Host;

/// <summary>Verditer's own certificate authority: made at the first start, its key readable by its user alone. Dates are the host's, for clients verify them.</summary>
internal sealed class CertificateAuthority : IDisposable
{
    private const int Years = 10;

    private CertificateAuthority(X509Certificate2 certificate) => Certificate = certificate;

    /// <summary>With its private key.</summary>
    public X509Certificate2 Certificate { get; }

    /// <summary>The authority of this folder; a new one where there is none.</summary>
    /// <exception cref="StateFolderException">One of its two files is missing or damaged.</exception>
    public static CertificateAuthority Open(StatePaths paths, TimeProvider hostTime)
    {
        // The key is written first, and the database after both: a key alone is what a first start that was killed in between leaves.
        if (!File.Exists(paths.CaCertificate) && (!File.Exists(paths.CaKey) || !File.Exists(paths.Database)))
        {
            Create(paths, hostTime);
        }

        try
        {
            return new(X509Certificate2.CreateFromPemFile(paths.CaCertificate, paths.CaKey));
        }
        catch (Exception e) when (e is CryptographicException or IOException)
        {
            throw new StateFolderException(paths.CaCertificate,
                $"The certificate authority in '{paths.CaCertificate}' and '{paths.CaKey}' cannot be read. Put both back from a copy, or delete both: clients must then trust the new one.", e);
        }
    }

    public void Dispose() => Certificate.Dispose();

    private static void Create(StatePaths paths, TimeProvider hostTime)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var serial = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(4));
        var request = new CertificateRequest($"CN=Verditer local CA {serial}, O=Verditer", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(X509BasicConstraintsExtension.CreateForCertificateAuthority(0));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, critical: true));
        var subject = new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false);
        request.CertificateExtensions.Add(subject);
        request.CertificateExtensions.Add(X509AuthorityKeyIdentifierExtension.CreateFromSubjectKeyIdentifier(subject));
        var now = hostTime.GetUtcNow();
        using var certificate = request.CreateSelfSigned(now.AddDays(-1), now.AddYears(Years));
        PrivateFile.Write(paths.CaKey, System.Text.Encoding.ASCII.GetBytes(key.ExportPkcs8PrivateKeyPem()));
        PrivateFile.Write(paths.CaCertificate, System.Text.Encoding.ASCII.GetBytes(certificate.ExportCertificatePem()));
    }
}
