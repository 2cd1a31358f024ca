using System.Globalization;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Verditer.Core;

namespace Verditer.Clusters.Embedded;

/// <summary>Writes a kubeconfig as AKS does: one cluster, one context, one user.</summary>
internal static class Kubeconfig
{
    public static string Write(KubeconfigRequest request, string server, string authorityPem, X509Certificate2 client, string token)
    {
        using var key = client.GetECDsaPrivateKey()!;
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"""
            apiVersion: v1
            clusters:
            - cluster:
                certificate-authority-data: {Encode(authorityPem)}
                server: {server}
              name: {Quote(request.ClusterName)}
            contexts:
            - context:
                cluster: {Quote(request.ClusterName)}
                user: {Quote(request.UserName)}
              name: {Quote(request.ContextName)}
            current-context: {Quote(request.ContextName)}
            kind: Config
            preferences: {"{}"}
            users:
            - name: {Quote(request.UserName)}
              user:
                client-certificate-data: {Encode(client.ExportCertificatePem())}
                client-key-data: {Encode(key.ExportPkcs8PrivateKeyPem())}
                token: {token}

            """);
        return text.ToString();
    }

    private static string Encode(string pem) => Convert.ToBase64String(Encoding.ASCII.GetBytes(pem + "\n"));

    /// <summary>Plain where YAML reads it as text, otherwise in double quotes.</summary>
    private static string Quote(string text) =>
        text.Length > 0 && char.IsAsciiLetter(text[0]) && text.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_' or '.')
            && text is not ("null" or "true" or "false" or "yes" or "no" or "on" or "off" or "y" or "n")
            ? text
            : $"\"{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";
}
