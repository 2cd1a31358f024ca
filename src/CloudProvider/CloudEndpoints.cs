using System.Net;
using System.Security.Cryptography.X509Certificates;

namespace Verditer.CloudProvider;

/// <summary>How cloud providers reach Azure: its names are used as they are, and the connections end at Verditer's own TLS port.</summary>
/// <param name="Port">Verditer's TLS port on loopback. Asked for at each connection, for it is known only once the host listens.</param>
/// <param name="CertificateAuthority">The only authority whose server certificates are accepted. Asked for when a cloud provider starts.</param>
public sealed record CloudEndpoints(Func<IPEndPoint> Port, Func<X509Certificate2> CertificateAuthority);
