using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Verditer.Host.Tests;

/// <summary>A real Verditer on a free port and a folder of its own.</summary>
internal sealed class TestHost : IAsyncDisposable
{
    private TestHost(StatePaths paths, VerditerHost host) => (Paths, Running) = (paths, host);

    public StatePaths Paths { get; }

    public VerditerHost Running { get; }

    public static string NewFolder() => Path.Combine(Path.GetTempPath(), $"verditer-test-{Guid.NewGuid():N}");

    public static async Task<TestHost> StartAsync(Func<VerditerOptions, VerditerOptions>? change = null)
    {
        var options = new VerditerOptions { StateFolder = NewFolder(), Port = 0 };
        options = change?.Invoke(options) ?? options;
        return new(new StatePaths(options.StateFolder), await VerditerHost.StartAsync(options));
    }

    /// <summary>A client that reaches Azure's names through the proxy and trusts Verditer's authority alone.</summary>
    /// <param name="connecting">Called for each connection that it opens; not for a client of the proxy.</param>
    public HttpClient Client(bool throughProxy = true, Action? connecting = null)
    {
        var handler = new SocketsHttpHandler
        {
            UseProxy = throughProxy,
            Proxy = throughProxy ? new WebProxy($"http://127.0.0.1:{Running.Port}") : null,
        };
        if (connecting is not null)
        {
            handler.ConnectCallback = async (context, cancellationToken) =>
            {
                connecting();
                var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
                await socket.ConnectAsync(context.DnsEndPoint, cancellationToken);
                return new NetworkStream(socket, ownsSocket: true);
            };
        }

        handler.SslOptions.RemoteCertificateValidationCallback = Trusts;
        return new HttpClient(handler) { BaseAddress = new Uri($"https://localhost:{Running.Port}/") };
    }

    /// <summary>Sends raw bytes and reads until the server closes.</summary>
    public async Task<string> SendAsync(ReadOnlyMemory<byte> bytes)
    {
        using var socket = new TcpClient();
        await socket.ConnectAsync(IPAddress.Loopback, Running.Port);
        var stream = socket.GetStream();
        await stream.WriteAsync(bytes);
        using var answer = new MemoryStream();
        try
        {
            await stream.CopyToAsync(answer).WaitAsync(TimeSpan.FromSeconds(30));
        }
        catch (IOException)
        {
            // A reset is an end as well.
        }

        return Encoding.Latin1.GetString(answer.ToArray());
    }

    /// <summary>A connection to the port with TLS on it, for what no HTTP client would send.</summary>
    public async Task<SslStream> OpenTlsAsync()
    {
        var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, Running.Port);
        var stream = new SslStream(client.GetStream(), leaveInnerStreamOpen: false, Trusts);
        await stream.AuthenticateAsClientAsync("localhost");
        return stream;
    }

    public async ValueTask DisposeAsync()
    {
        await Running.DisposeAsync();
        System.IO.Directory.Delete(Paths.Root, recursive: true);
    }

    private bool Trusts(object sender, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        using var own = new X509Chain();
        own.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        own.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        own.ChainPolicy.CustomTrustStore.Add(X509CertificateLoader.LoadCertificateFromFile(Paths.CaCertificate));
        return !errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch) && own.Build((X509Certificate2)certificate!);
    }
}
