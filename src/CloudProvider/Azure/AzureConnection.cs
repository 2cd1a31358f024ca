using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;

namespace Verditer.CloudProvider;

/// <summary>HTTP clients: for Azure's names, and for a metadata listener's socket.</summary>
internal static class AzureConnection
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>A client for Azure's own names, whose connections end at Verditer's port.</summary>
    public static HttpClient ToAzure(CloudEndpoints endpoints)
    {
        var handler = Handler((_, cancellationToken) => ConnectAsync(endpoints.Port(), cancellationToken));
        handler.SslOptions.CertificateChainPolicy = TrustOnly([endpoints.CertificateAuthority()]);
        return Client(handler);
    }

    /// <summary>A client whose every request goes to a Unix socket.</summary>
    public static HttpClient ToSocket(string path) =>
        Client(Handler((_, cancellationToken) => ConnectAsync(new UnixDomainSocketEndPoint(path), cancellationToken)));

    /// <summary>Accepts certificates of these authorities and of no others.</summary>
    public static X509ChainPolicy TrustOnly(X509Certificate2Collection authorities)
    {
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        policy.CustomTrustStore.AddRange(authorities);
        return policy;
    }

    private static SocketsHttpHandler Handler(Func<SocketsHttpConnectionContext, CancellationToken, ValueTask<Stream>> connect) => new()
    {
        ConnectCallback = connect,
        UseProxy = false,
        UseCookies = false,
        AllowAutoRedirect = false,
        AutomaticDecompression = DecompressionMethods.None,
    };

    private static HttpClient Client(SocketsHttpHandler handler) => new(handler) { Timeout = Patience };

    private static async ValueTask<Stream> ConnectAsync(EndPoint address, CancellationToken cancellationToken)
    {
        var socket = address is UnixDomainSocketEndPoint
            ? new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified)
            : new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(address, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
