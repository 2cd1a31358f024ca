using System.Security.Cryptography.X509Certificates;

namespace Verditer.Kubernetes;

/// <summary>Signs certificates with the key of a cluster's authority.</summary>
public interface IClusterCertificates
{
    /// <param name="request">Its subject and its public key are taken, and what it claims as alternative names.</param>
    /// <param name="serverAuthentication">For a server; else for a client.</param>
    /// <param name="keyUsage">What the key may be used for.</param>
    /// <param name="notBefore">By the clock of those who check it; moved into the authority's own time.</param>
    /// <returns>PEM.</returns>
    string Sign(CertificateRequest request, bool serverAuthentication, X509KeyUsageFlags keyUsage, DateTimeOffset notBefore, DateTimeOffset notAfter);
}
