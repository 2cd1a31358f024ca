using System.Runtime.CompilerServices;
using System.Security.Cryptography.X509Certificates;

namespace Verditer.Kubernetes;

/// <summary>
/// Callers by client certificate: common name is the user, organizations are the groups. The chain is verified once for a connection; whether it has ended is
/// asked at every request, by Verditer's clock.
/// </summary>
internal sealed class ClientCertificates(X509Certificate2 authority, TimeProvider clock)
{
    private const string ClientUse = "1.3.6.1.5.5.7.3.2";

    private readonly ConditionalWeakTable<X509Certificate2, Verified> _seen = [];

    /// <summary>Null for a certificate that is not this cluster's, or is not valid now.</summary>
    public UserInfo? Authenticate(X509Certificate2 certificate)
    {
        var verified = _seen.GetValue(certificate, Verify);
        var now = clock.GetUtcNow().UtcDateTime;
        return verified.User is not null && now >= verified.NotBefore && now <= verified.NotAfter ? verified.User : null;
    }

    private Verified Verify(X509Certificate2 certificate)
    {
        var (start, end) = (certificate.NotBefore.ToUniversalTime(), certificate.NotAfter.ToUniversalTime());
        return new(IsOurs(certificate) ? User(certificate.SubjectName) : null, start, end);
    }

    private bool IsOurs(X509Certificate2 certificate)
    {
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.Add(authority);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.DisableCertificateDownloads = true;
        chain.ChainPolicy.ApplicationPolicy.Add(new(ClientUse));

        // Its own validity counts at each request; here only who signed it.
        chain.ChainPolicy.VerificationTime = certificate.NotBefore.AddSeconds(1);
        return chain.Build(certificate);
    }

    private static UserInfo? User(X500DistinguishedName name)
    {
        var subject = CertificateSubject.Of(name);
        return subject.CommonName.Length == 0 ? null : new(subject.CommonName, [.. subject.Organizations, "system:authenticated"]);
    }

    private sealed record Verified(UserInfo? User, DateTime NotBefore, DateTime NotAfter);
}
