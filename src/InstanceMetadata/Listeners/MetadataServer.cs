using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Verditer.InstanceMetadata;

/// <summary>The one HTTP server behind all listeners. A request's listener is a feature of its connection.</summary>
internal sealed class MetadataServer(MetadataRouter router, ILoggerFactory loggers) : IHttpApplication<HttpContext>, IAsyncDisposable
{
    private readonly ConnectionFunnel _funnel = new();
    private KestrelServer? _server;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var options = new KestrelServerOptions { AddServerHeader = false, AllowSynchronousIO = false };
        options.Limits.MaxRequestBodySize = 64 * 1024;
        options.Listen(new UnixDomainSocketEndPoint("instance-metadata"), listen => listen.Protocols = HttpProtocols.Http1);
        _server = new KestrelServer(Options.Create(options), _funnel, loggers);
        await _server.StartAsync(this, cancellationToken);
    }

    public void Serve(ConnectionContext connection) => _funnel.Add(connection);

    public HttpContext CreateContext(IFeatureCollection contextFeatures) => new DefaultHttpContext(contextFeatures);

    public Task ProcessRequestAsync(HttpContext context) => router.HandleAsync(context);

    public void DisposeContext(HttpContext context, Exception? exception)
    {
    }

    public async ValueTask DisposeAsync()
    {
        if (_server is { } server)
        {
            await server.StopAsync(new CancellationToken(canceled: true));
            server.Dispose();
        }
    }
}
