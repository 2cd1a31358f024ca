using System.Buffers.Text;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Verditer.EndToEnd;

/// <summary>A foreign OIDC issuer on loopback, whose certificate Verditer's own authority has issued.</summary>
internal sealed class FederatedIssuer : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly RSA _key = RSA.Create(2048);
    private readonly X509Certificate2 _certificate;

    public FederatedIssuer(string stateFolder)
    {
        _certificate = Issue(stateFolder);
        _listener.Start();
        Issuer = $"https://localhost:{((IPEndPoint)_listener.LocalEndpoint).Port}";
        _ = ServeAsync();
    }

    public string Issuer { get; }

    public string Sign(string subject)
    {
        var now = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();
        var unsigned = $"{Encode("""{"alg":"RS256","kid":"one"}""")}."
            + Encode($$"""{"iss":"{{Issuer}}","sub":"{{subject}}","aud":"api://AzureADTokenExchange","nbf":{{now - 60}},"exp":{{now + 600}}}""");
        return $"{unsigned}.{Base64Url.EncodeToString(_key.SignData(Encoding.ASCII.GetBytes(unsigned), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1))}";
    }

    public void Dispose()
    {
        _listener.Dispose();
        _certificate.Dispose();
        _key.Dispose();
    }

    private async Task ServeAsync()
    {
        try
        {
            while (true)
            {
                using var client = await _listener.AcceptTcpClientAsync();
                await AnswerAsync(client);
            }
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException or InvalidOperationException)
        {
        }
    }

    private async Task AnswerAsync(TcpClient client)
    {
        try
        {
            await using var tls = new SslStream(client.GetStream());
            await tls.AuthenticateAsServerAsync(_certificate);
            using var reader = new StreamReader(tls, leaveOpen: true);
            var first = await reader.ReadLineAsync() ?? "";
            while (await reader.ReadLineAsync() is { Length: > 0 })
            {
            }

            var body = first.Contains("openid-configuration", StringComparison.Ordinal)
                ? $$"""{"issuer":"{{Issuer}}","jwks_uri":"{{Issuer}}/keys"}"""
                : $$"""{"keys":[{"kty":"RSA","kid":"one","n":"{{Base64Url.EncodeToString(_key.ExportParameters(false).Modulus)}}","e":"AQAB"}]}""";
            await tls.WriteAsync(Encoding.UTF8.GetBytes($"HTTP/1.1 200 OK\r\nContent-Length: {body.Length}\r\nConnection: close\r\n\r\n{body}"));
        }
        catch (IOException)
        {
            // The client went away.
        }
    }

    private static X509Certificate2 Issue(string stateFolder)
    {
        using var authority = X509Certificate2.CreateFromPemFile(Path.Combine(stateFolder, "ca.pem"), Path.Combine(stateFolder, "ca.key"));
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        request.CertificateExtensions.Add(names.Build());
        using var leaf = request.Create(authority, TimeProvider.System.GetUtcNow().AddMinutes(-5), TimeProvider.System.GetUtcNow().AddHours(1), [7, 7, 7, 7]);
        using var keyed = leaf.CopyWithPrivateKey(key);
        return X509CertificateLoader.LoadPkcs12(keyed.Export(X509ContentType.Pkcs12), null);
    }

    private static string Encode(string json) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(json));
}
