using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Verditer.CloudProvider.Tests;

/// <summary>A cluster's authority, and certificates that it signs.</summary>
internal sealed class ClusterCertificates : IDisposable
{
    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    public ClusterCertificates()
    {
        var request = new CertificateRequest("CN=cluster-ca", _key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(X509BasicConstraintsExtension.CreateForCertificateAuthority());
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false));
        Authority = request.CreateSelfSigned(TimeProvider.System.GetUtcNow().AddDays(-1), TimeProvider.System.GetUtcNow().AddDays(1));
        Server = Issue("CN=kube-apiserver");
        Client = Issue("CN=cloud-provider");
    }

    public X509Certificate2 Authority { get; }

    public X509Certificate2 Server { get; }

    public X509Certificate2 Client { get; }

    public string Kubeconfig(int port) => $"""
        apiVersion: v1
        kind: Config
        current-context: demo
        clusters:
        - name: other
          cluster: {"{server: https://127.0.0.1:1}"}
        - name: demo
          cluster:
            server: https://127.0.0.1:{port}
            certificate-authority-data: {Base64(Authority.ExportCertificatePem())}
        contexts:
        - name: demo
          context:
            cluster: demo
            user: cloud-provider
        users:
        - name: cloud-provider
          user:
            client-certificate-data: {Base64(Client.ExportCertificatePem())}
            client-key-data: {Base64(Client.GetECDsaPrivateKey()!.ExportPkcs8PrivateKeyPem())}
        """;

    public void Dispose()
    {
        _key.Dispose();
        Authority.Dispose();
        Server.Dispose();
        Client.Dispose();
    }

    private X509Certificate2 Issue(string subject)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest(subject, key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(X509AuthorityKeyIdentifierExtension.CreateFromCertificate(Authority, true, false));
        using var bare = request.Create(Authority, Authority.NotBefore, Authority.NotAfter, RandomNumberGenerator.GetBytes(8));
        return bare.CopyWithPrivateKey(key);
    }

    private static string Base64(string text) => Convert.ToBase64String(System.Text.Encoding.ASCII.GetBytes(text));
}
