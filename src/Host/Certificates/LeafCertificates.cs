using System.Collections.Concurrent;
using System.Net;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Verditer.Host;

/// <summary>Certificates by server name, made when a name is first asked for and kept ready for the next handshake.</summary>
internal sealed class LeafCertificates(CertificateAuthority authority, TimeProvider hostTime)
{
    /// <summary>At most so many names are kept.</summary>
    private const int Kept = 512;

    private static readonly TimeSpan Life = TimeSpan.FromDays(90);
    private static readonly TimeSpan RenewBefore = TimeSpan.FromDays(7);
    private static readonly List<SslApplicationProtocol> Protocols = [SslApplicationProtocol.Http2, SslApplicationProtocol.Http11];

    private readonly ConcurrentDictionary<string, Leaf> _leaves = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The TLS options for this name.</summary>
    public SslServerAuthenticationOptions For(string name)
    {
        var now = hostTime.GetUtcNow();
        if (_leaves.TryGetValue(name, out var leaf) && now < leaf.RenewAt)
        {
            return leaf.Options;
        }

        if (_leaves.Count >= Kept)
        {
            _leaves.Clear();
        }

        leaf = Make(name, now);
        _leaves[name] = leaf;
        return leaf.Options;
    }

    /// <summary>
    /// Makes this name's certificate on another thread. The first one of a process takes as long as all else of a start together: .NET reads the system's
    /// authorities for it.
    /// </summary>
    public Task PrepareAsync(string name) => Task.Run(() => For(name));

    /// <summary>A certificate for this name with its key, signed by Verditer's authority.</summary>
    internal X509Certificate2 Issue(string name, DateTimeOffset now)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var subject = new X500DistinguishedNameBuilder();
        subject.AddCommonName(name.Length <= 64 ? name : "Verditer");
        var request = new CertificateRequest(subject.Build(), key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(X509BasicConstraintsExtension.CreateForEndEntity(critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, critical: true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.1")], critical: false));
        request.CertificateExtensions.Add(AlternativeNames(name));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false));
        request.CertificateExtensions.Add(X509AuthorityKeyIdentifierExtension.CreateFromCertificate(
            authority.Certificate, includeKeyIdentifier: true, includeIssuerAndSerial: false));
        var serial = RandomNumberGenerator.GetBytes(16);
        serial[0] = (byte)((serial[0] & 0x7f) | 0x01);
        var end = now + Life;
        var last = new DateTimeOffset(authority.Certificate.NotAfter);
        using var certificate = request.Create(authority.Certificate, now.AddDays(-1), end < last ? end : last, serial);
        return certificate.CopyWithPrivateKey(key);
    }

    private Leaf Make(string name, DateTimeOffset now)
    {
        var certificate = Issue(name, now);
        return new(now + Life - RenewBefore, new SslServerAuthenticationOptions
        {
            ServerCertificateContext = SslStreamCertificateContext.Create(certificate, [authority.Certificate], offline: true),
            ApplicationProtocols = Protocols,
            ClientCertificateRequired = false,
        });
    }

    private static X509Extension AlternativeNames(string name)
    {
        var names = new SubjectAlternativeNameBuilder();
        if (name == ServerNames.Loopback)
        {
            names.AddDnsName(ServerNames.Loopback);
            names.AddIpAddress(IPAddress.Loopback);
            names.AddIpAddress(IPAddress.IPv6Loopback);
        }
        else if (IPAddress.TryParse(name, out var address))
        {
            names.AddIpAddress(address);
        }
        else
        {
            names.AddDnsName(name);
        }

        return names.Build();
    }

    private sealed record Leaf(DateTimeOffset RenewAt, SslServerAuthenticationOptions Options);
}
