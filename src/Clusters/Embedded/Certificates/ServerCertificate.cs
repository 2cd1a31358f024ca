using System.Net;
using System.Security.Cryptography.X509Certificates;

namespace Verditer.Clusters.Embedded;

/// <summary>The API server's certificate; it is issued anew before it ends.</summary>
internal sealed class ServerCertificate(ClusterAuthority authority, string fqdn, string serviceAddress, TimeProvider hostTime)
{
    private static readonly TimeSpan RenewBefore = TimeSpan.FromDays(30);

    private readonly Lock _gate = new();
    private X509Certificate2? _current;

    public X509Certificate2 Current()
    {
        lock (_gate)
        {
            if (_current is null || hostTime.GetUtcNow().UtcDateTime > _current.NotAfter.ToUniversalTime() - RenewBefore)
            {
                _current = authority.IssueServer(
                    [fqdn, "localhost", "kubernetes", "kubernetes.default", "kubernetes.default.svc", "kubernetes.default.svc.cluster.local"],
                    [IPAddress.Loopback, IPAddress.IPv6Loopback, IPAddress.Parse(serviceAddress)]);

                // Extensions are decoded when they are first read, and not by two at once: the first handshakes come in parallel.
                foreach (var usage in _current.Extensions.OfType<X509EnhancedKeyUsageExtension>())
                {
                    _ = usage.EnhancedKeyUsages.Count;
                }
            }

            return _current;
        }
    }
}
