using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Verditer.Clusters.Containers;
using Verditer.Core;
using Verditer.Providers.ContainerService;
using Verditer.Storage.Sqlite;

namespace Verditer.Host;

/// <summary>A running Verditer. Disposing it stops it and gives the state folder back.</summary>
public sealed class VerditerHost : IAsyncDisposable
{
    /// <summary>How long requests may go on after the host was told to stop.</summary>
    private static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(1.5);

    private readonly Stack<IDisposable> _held = new();
    private SqliteDocumentStore? _store;
    private WebApplication? _app;
    private StatePaths? _running;

    private VerditerHost()
    {
    }

    /// <summary>The port that it listens on.</summary>
    public int Port { get; private set; }

    /// <summary>The first start's principal.</summary>
    public BootstrapPrincipal Principal { get; private set; } = new("", "", "", null);

    /// <summary>True when this start made the state folder's principal.</summary>
    public bool IsFirstStart { get; private set; }

    /// <summary>What clusters run on, and why.</summary>
    public EngineChoice Engine { get; private set; } = new(EngineChoice.Embedded, "");

    /// <summary>Canceled when it was asked to stop, by its admin socket.</summary>
    public CancellationToken Stopping => _app!.Lifetime.ApplicationStopping;

    /// <summary>Verditer's services, for tests and benches inside the process.</summary>
    public IServiceProvider Services => _app!.Services;

    /// <summary>Starts on a state folder; answers once requests are served.</summary>
    /// <exception cref="HostStartException">The port is taken, or the address is not this machine's.</exception>
    /// <exception cref="Storage.StateFolderException">The folder cannot be used, or is in use.</exception>
    /// <exception cref="Storage.StateVersionException">The folder was written by a newer Verditer.</exception>
    public static async Task<VerditerHost> StartAsync(VerditerOptions options, TimeProvider? hostTime = null, CancellationToken cancellationToken = default)
    {
        var host = new VerditerHost();
        try
        {
            await host.RunAsync(options, hostTime ?? TimeProvider.System, cancellationToken);
            return host;
        }
        catch
        {
            await host.DisposeAsync();
            throw;
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_app is not null)
        {
            await _app.StopAsync();
            await _app.DisposeAsync();
            _app = null;
        }

        if (_running is not null)
        {
            RuntimeFile.Remove(_running);
            File.Delete(_running.AdminSocket);
            _running = null;
        }

        if (_store is not null)
        {
            await _store.DisposeAsync();
            _store = null;
        }

        while (_held.TryPop(out var held))
        {
            held.Dispose();
        }
    }

    private async Task RunAsync(VerditerOptions options, TimeProvider hostTime, CancellationToken cancellationToken)
    {
        var paths = StatePaths.Choose(options.StateFolder);
        _held.Push(StateFolder.Open(paths));
        Engine = EngineChoice.Make(options.Engine, () => MachineCheck.Run(paths.Root));
        var key = SecretKeyFile.Open(paths);
        var clockFile = new ClockFile(paths);
        var clock = clockFile.Open(hostTime);
        var authority = CertificateAuthority.Open(paths, hostTime);
        _held.Push(authority);
        var leaves = new LeafCertificates(authority, hostTime);
        var firstLeaf = leaves.PrepareAsync(ServerNames.Loopback);
        CaBundle.Refresh(paths);

        var builder = WebApplication.CreateEmptyBuilder(new() { ContentRootPath = AppContext.BaseDirectory });
        TelemetrySetup.AddLog(builder.Logging, options.Log, options.Verbose, hostTime);
        TelemetrySetup.AddCollector(builder.Services);
        var loggers = LoggerFactory.Create(logging => TelemetrySetup.AddLog(logging, options.Log, options.Verbose, hostTime));
        _held.Push(loggers);
        _store = SqliteDocumentStore.Open(
            new SqliteStoreOptions { Path = paths.Database }, hostTime, loggers.CreateLogger<SqliteDocumentStore>());

        var hosts = new HostTable(options.AllowedHosts);
        var state = new RunningState { StateFolder = paths.Root, Started = hostTime.GetUtcNow(), Engine = Engine };
        builder.Services
            .AddSingleton<TimeProvider>(clock)
            .AddSingleton(clock)
            .AddSingleton(clockFile)
            .AddSingleton(state)
            .AddSingleton<ISecretProtector>(new AesGcmSecretProtector(key))
            .AddSingleton<IHostLifetime, NoLifetime>()
            .Configure<Microsoft.Extensions.Hosting.HostOptions>(o => o.ShutdownTimeout = StopPatience)
            .AddSqliteStore(_store);
        HostComposition.AddParts(builder.Services, paths, Engine, new(() => new(OwnAddress(options.Address), state.Port), () => authority.Certificate),
            () => leaves.Issue(ServerNames.Attestation, hostTime.GetUtcNow()));
        HostComposition.AddAdmin(builder.Services);
        Serve(builder, options, paths, hosts, leaves, hostTime, loggers);

        _app = builder.Build();
        await HostComposition.LoadAsync(_app.Services, cancellationToken);
        var first = await FirstStart.EnsureAsync(_app.Services, paths, options.Rules, cancellationToken);
        (Principal, IsFirstStart) = (first.Principal, first.IsNew);
        var router = HostComposition.Route(_app, hosts);
        var last = new UnhandledExceptions(router.HandleAsync, loggers.CreateLogger<UnhandledExceptions>());
        ((IApplicationBuilder)_app).Run(last.HandleAsync);

        await firstLeaf;
        await ListenAsync(options, cancellationToken);
        Port = BoundPort(_app);
        (state.Port, state.Address) = (Port, options.Address.ToString());
        PrivateFile.Close(paths.AdminSocket);
        await _app.Services.GetRequiredService<ClusterResumption>().RunAsync(_app.Lifetime.ApplicationStopping);
        RuntimeFile.Write(paths, Port, options.Address.ToString());
        _running = paths;
    }

    private static void Serve(
        WebApplicationBuilder builder, VerditerOptions options, StatePaths paths, HostTable hosts, LeafCertificates leaves,
        TimeProvider hostTime, ILoggerFactory loggers)
    {
        var preamble = new ConnectionPreamble(
            hosts, new Tunnel(loggers.CreateLogger<Tunnel>()), hostTime, options.PreambleTimeout, loggers.CreateLogger<ConnectionPreamble>());
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel =>
        {
            PortSetup.Limit(kestrel);
            PortSetup.Listen(kestrel, options.Address, options.Port, preamble, leaves);
            AdminSocket.Listen(kestrel, paths);
        });
    }

    private async Task ListenAsync(VerditerOptions options, CancellationToken cancellationToken)
    {
        try
        {
            await _app!.StartAsync(cancellationToken);
        }
        catch (IOException e) when (e.InnerException is AddressInUseException)
        {
            throw new HostStartException(
                $"Port {options.Port} is already taken on {options.Address}. Choose another with --port (0 takes a free one).", e);
        }
        catch (SocketException e)
        {
            throw new HostStartException(
                $"Port {options.Port} on {options.Address} cannot be listened on ({e.Message.TrimEnd('.')}). {WayOn(e)}", e);
        }
    }

    private static string WayOn(SocketException problem) => problem.SocketErrorCode == SocketError.AccessDenied
        ? "Choose a port from 1024 up with --port (0 takes a free one)."
        : "Choose an address of this machine with --listen, or leave --listen out for loopback.";

    /// <summary>Where this process reaches its own port.</summary>
    private static IPAddress OwnAddress(IPAddress address) =>
        address.Equals(IPAddress.Any) ? IPAddress.Loopback : address.Equals(IPAddress.IPv6Any) ? IPAddress.IPv6Loopback : address;

    private static int BoundPort(WebApplication app)
    {
        var addresses = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses;
        return addresses.Select(a => new Uri(a)).First(a => a.Port > 0 && IPAddress.TryParse(a.Host.Trim('[', ']'), out _)).Port;
    }
}
