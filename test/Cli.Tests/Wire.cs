using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using Verditer.Host;

namespace Verditer.Cli.Tests;

/// <summary>Clients as a person's programs are: by Azure's names through the proxy, and by a machine's socket.</summary>
internal static class Wire
{
    public static HttpClient Client(VerditerHost host, StatePaths paths)
    {
        var handler = new SocketsHttpHandler { UseProxy = true, Proxy = new WebProxy($"http://127.0.0.1:{host.Port}") };
        handler.SslOptions.CertificateChainPolicy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            RevocationMode = X509RevocationMode.NoCheck,
            CustomTrustStore = { X509CertificateLoader.LoadCertificateFromFile(paths.CaCertificate) },
        };
        return new HttpClient(handler);
    }

    public static HttpClient ToSocket(string path) => new(new SocketsHttpHandler
    {
        UseProxy = false,
        ConnectCallback = async (_, cancellationToken) =>
        {
            var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(path), cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        },
    })
    { BaseAddress = new Uri("http://169.254.169.254/") };
}
