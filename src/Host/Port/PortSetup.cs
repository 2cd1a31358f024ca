using System.Net;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;

namespace Verditer.Host;

/// <summary>The one port: TLS origin, proxy and plain HTTP, told apart by the preamble.</summary>
internal static class PortSetup
{
    /// <summary>More than any API takes: each answers its own limit in its own words, and this one stops what is beyond all of them.</summary>
    private const long LargestBody = 32L << 20;

    public static void Limit(KestrelServerOptions kestrel)
    {
        kestrel.AddServerHeader = false;
        kestrel.AllowSynchronousIO = false;
        kestrel.Limits.MaxRequestBodySize = LargestBody;
        kestrel.Limits.MaxRequestHeadersTotalSize = 64 * 1024;
        kestrel.Limits.MaxRequestHeaderCount = 200;
        kestrel.Limits.MaxRequestLineSize = 16 * 1024;
        kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(15);
        kestrel.Limits.KeepAliveTimeout = TimeSpan.FromMinutes(4);
    }

    public static void Listen(KestrelServerOptions kestrel, IPAddress address, int port, ConnectionPreamble preamble, LeafCertificates leaves)
    {
        kestrel.Listen(address, port, listen => Configure(listen, preamble, leaves));
    }

    private static void Configure(ListenOptions listen, ConnectionPreamble preamble, LeafCertificates leaves)
    {
        ConnectionDelegate? plain = null;
        listen.Protocols = HttpProtocols.Http1AndHttp2;
        listen.Use(tls => connection => preamble.ServeAsync(connection, tls, plain!));
        listen.UseHttps(new TlsHandshakeCallbackOptions { OnConnection = hello => new(leaves.For(NameOf(hello))) });
        listen.Use(http => plain = http);
    }

    private static string NameOf(TlsHandshakeCallbackContext hello) => ServerNames.Choose(
        hello.ClientHelloInfo.ServerName,
        hello.Connection.Features.Get<ConnectTarget>()?.Host,
        (hello.Connection.LocalEndPoint as IPEndPoint)?.Address);
}
