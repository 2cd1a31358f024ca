using System.Net;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Verditer.Core;

namespace Verditer.Kubernetes;

/// <summary>One cluster's API on its own loopback port, over TLS.</summary>
public sealed class KubernetesServer : IAsyncDisposable
{
    private static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(1);

    private readonly WebApplication _app;

    private KubernetesServer(WebApplication app) => _app = app;

    /// <summary>The port that it listens on.</summary>
    public int Port { get; private set; }

    /// <param name="serverCertificate">With its key; asked for at every handshake, so that it can be renewed.</param>
    /// <param name="refusals">Keeps what the API refuses.</param>
    /// <exception cref="IOException">The port is taken.</exception>
    public static async Task<KubernetesServer> StartAsync(
        ClusterApi api,
        ClusterFacts cluster,
        ClusterCredentials credentials,
        Func<X509Certificate2> serverCertificate,
        IPEndPoint endpoint,
        IRefusalLog refusals,
        TimeProvider clock,
        ILoggerFactory loggers,
        IPodConnections? pods = null,
        CancellationToken cancellationToken = default)
    {
        var hostTime = clock is VerditerClock verditer ? verditer.Host : clock;
        var builder = WebApplication.CreateEmptyBuilder(new() { ContentRootPath = AppContext.BaseDirectory });
        builder.Services.AddSingleton(loggers).AddSingleton<IHostLifetime, NoLifetime>();
        builder.Services.Configure<HostOptions>(options => options.ShutdownTimeout = StopPatience);
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel =>
        {
            Limit(kestrel);
            kestrel.Listen(endpoint, listen => listen.UseHttps(https =>
            {
                https.ServerCertificateSelector = (_, _) => serverCertificate();
                https.ClientCertificateMode = ClientCertificateMode.AllowCertificate;
                https.SslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13;

                // Whose it is, and whether it is any good, the authenticator decides: a bad one is 401, not a broken handshake.
                https.ClientCertificateValidation = (_, _, _) => true;
            }));
        });
        var app = builder.Build();
        ((IApplicationBuilder)app).Run(Dispatcher(api, cluster, credentials, refusals, pods, hostTime, loggers));
        try
        {
            await app.StartAsync(cancellationToken);
        }
        catch
        {
            await app.DisposeAsync();
            throw;
        }

        var address = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        return new(app) { Port = new Uri(address).Port };
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
    }

    private static RequestDelegate Dispatcher(
        ClusterApi api, ClusterFacts cluster, ClusterCredentials credentials, IRefusalLog refusals, IPodConnections? pods, TimeProvider hostTime, ILoggerFactory loggers)
    {
        var clock = api.Parts.Clock;
        var tokens = new ServiceAccountTokens(api.Store, credentials, clock);
        api.Tokens = tokens;
        var connected = new PodConnectionSet(cluster.ClusterKey, api, pods);
        var authenticator = new Authenticator(credentials, tokens, clock);
        var authorizer = api.Authorizer;
        IReadOnlyList<ISubresource> subresources =
        [
            new ScaleSubresource(api),
            new BindingSubresource(api),
            new EvictionSubresource(api),
            new TokenSubresource(api, tokens),
            new PodLogSubresource(connected, new SimulatedSubresource(api, "pods", "log", "containers do not run and write no logs")),
            new PodStreamSubresource(connected, new SimulatedSubresource(api, "pods", "exec", "there is no container to run a command in")),
            new PodStreamSubresource(connected, new SimulatedSubresource(api, "pods", "attach", "there is no container to attach to")),
            new PodStreamSubresource(connected, new SimulatedSubresource(api, "pods", "portforward", "nothing listens in the pod")),
            new SimulatedSubresource(api, "pods", "proxy", "nothing listens in the pod"),
            new SimulatedSubresource(api, "services", "proxy", "nothing listens behind the service"),
            new SimulatedSubresource(api, "nodes", "proxy", "there is no kubelet to speak to"),
        ];
        return new ApiDispatcher(
            api,
            authenticator,
            authorizer,
            new PublicEndpoints(cluster, credentials, tokens, new OpenApiDocuments(cluster.KubernetesVersion)),
            new ReviewHandler(authenticator, tokens, authorizer),
            subresources,
            new ClusterRefusals(cluster, authenticator, authorizer, refusals, hostTime),
            hostTime,
            loggers.CreateLogger<KubernetesServer>()).HandleAsync;
    }

    private static void Limit(KestrelServerOptions kestrel)
    {
        kestrel.AddServerHeader = false;
        kestrel.AllowSynchronousIO = false;
        kestrel.Limits.MaxRequestBodySize = 8 << 20;
        kestrel.Limits.MaxRequestHeadersTotalSize = 64 * 1024;
        kestrel.Limits.MaxRequestLineSize = 64 * 1024;
        kestrel.Limits.MinResponseDataRate = null;
        kestrel.Limits.KeepAliveTimeout = TimeSpan.FromMinutes(4);
        kestrel.Limits.Http2.MaxStreamsPerConnection = 1000;
    }

    /// <summary>The process belongs to the host: a cluster's server reacts to no signals of its own.</summary>
    private sealed class NoLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
