using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Verditer.Bench;

/// <summary>What the benchmark takes from a kubeconfig: the server and the client certificate.</summary>
internal sealed record Kubeconfig(Uri Server, X509Certificate2 ClientCertificate)
{
    public static Kubeconfig Read(string yaml)
    {
        using var pem = X509Certificate2.CreateFromPem(Data(yaml, "client-certificate-data"), Data(yaml, "client-key-data"));
        return new(new Uri(Value(yaml, "server")), X509CertificateLoader.LoadPkcs12(pem.Export(X509ContentType.Pkcs12), null));
    }

    private static string Data(string yaml, string key) => Encoding.ASCII.GetString(Convert.FromBase64String(Value(yaml, key)));

    private static string Value(string yaml, string key) => yaml.Split('\n')
        .Select(line => line.Trim().TrimStart('-').Trim())
        .First(line => line.StartsWith($"{key}:", StringComparison.Ordinal))[(key.Length + 1)..].Trim().Trim('"', '\'');
}
