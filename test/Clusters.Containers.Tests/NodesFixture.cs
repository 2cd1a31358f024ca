using System.Collections.Concurrent;
using System.Security.Cryptography;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Verditer.Clusters.Embedded;
using Verditer.Core;
using Verditer.Kubernetes.Controllers;
using Verditer.Storage.Sqlite;

[assembly: AssemblyFixture(typeof(Verditer.Clusters.Containers.Tests.NodesFixture))]

namespace Verditer.Clusters.Containers.Tests;

/// <summary>A cluster with two nodes that run containers, shared by the tests; all that it makes on the host goes with it. Where the machine cannot, tests are skipped.</summary>
public sealed class NodesFixture : IAsyncLifetime
{
    public const string ClusterKey = "c1";
    public static readonly string[] NodeNames = ["n0", "n1"];

    private readonly byte[] _key = RandomNumberGenerator.GetBytes(AesGcmSecretProtector.KeyLength);
    private ServiceProvider? _services;
    private Task? _started;
    private readonly ConcurrentDictionary<string, IObjectClient> _apis = new();

    public string Folder { get; } = Directory.CreateTempSubdirectory("vt-").FullName;

    public IReadOnlyList<MachineNeed> Needs { get; private set; } = [];

    public VerditerClock Clock { get; } = new(TimeProvider.System);

    public IClusterEngine Engine => _services!.GetRequiredService<IClusterEngine>();

    internal TestLog Log { get; } = new();

    public FakeMetadata Metadata { get; } = new();

    public FakeCredentials Credentials { get; } = new();

    public IObjectClient Api => _apis[ClusterKey];

    internal static NodeSpec Node(string name, int last) => new(
        name, $"azure:///{name}", "1.32.6", 2, 8L << 30, 110, $"10.224.0.{last}", new Dictionary<string, string>(), [])
    {
        SubnetPrefix = "10.224.0.0/16",
        VirtualNetwork = "vnet",
    };

    /// <summary>Only tests that need it pay for it.</summary>
    public Task StartAsync()
    {
        lock (_key)
        {
            return _started ??= StartOnceAsync();
        }
    }

    public ValueTask InitializeAsync() => default;

    private async Task StartOnceAsync()
    {
        Needs = MachineCheck.Run(Folder);
        if (Needs.Count > 0)
        {
            return;
        }

        Open();
        await CreateAsync(ClusterKey);
        for (var i = 0; i < NodeNames.Length; i++)
        {
            await Engine.EnsureNodeAsync(ClusterKey, Node(NodeNames[i], 4 + i));
            await TestImage.ImportAsync(Socket(NodeNames[i]), Folder);
        }

        foreach (var node in NodeNames)
        {
            await Eventually.IsAsync(() => Api.Find(Kinds.Nodes, null, node)?.HasCondition("Ready") == true, $"node {node} to be ready", () => $"{Api.Find(Kinds.Nodes, null, node)}\n{Log}");
        }
    }

    /// <summary>Makes a cluster, and gives its API. All have the same addresses.</summary>
    public async Task<IObjectClient> CreateAsync(string clusterKey)
    {
        await Engine.CreateAsync(new(clusterKey, clusterKey, "1.32.6", "demo.hcp.westeurope.azmk8s.io", "10.244.0.0/16", "10.0.0.0/16", "10.0.0.10"));
        await UntilServedAsync(clusterKey);
        return _apis[clusterKey];
    }

    private Task UntilServedAsync(string clusterKey) => Eventually.IsAsync(() => _apis.ContainsKey(clusterKey), "the cluster's controllers");

    /// <summary>What a killed process leaves, and the next one finds.</summary>
    public async Task RestartAsync()
    {
        await _services!.DisposeAsync();
        Open();
        await Engine.StartAsync(ClusterKey);
        await UntilServedAsync(ClusterKey);
    }

    /// <summary>As if it were killed: nothing is taken away.</summary>
    public async Task CrashAsync()
    {
        await _services!.DisposeAsync();
        _services = null;
    }

    internal NodePaths Paths(string node)
    {
        var names = new HostNames(Folder);
        return new(names.NodeFolder(ClusterKey, node), names.NodeRunFolder(ClusterKey, node));
    }

    public string Socket(string node) => Paths(node).Socket;

    public Task<string> KubeconfigAsync() => Engine.GetKubeconfigAsync(ClusterKey, new("clusterAdmin_rg_demo", "demo", "demo", true));

    public async ValueTask DisposeAsync()
    {
        if (_services is not null)
        {
            await _services.DisposeAsync();
        }

        if (_started is not null && Needs.Count == 0)
        {
            await HostCleanup.RunAsync(Folder, TimeProvider.System);
        }

        await Metadata.DisposeAsync();
        Directory.Delete(Folder, recursive: true);
    }

    private void Open()
    {
        _apis.Clear();
        var services = new ServiceCollection();
        services.AddLogging(logging => logging.SetMinimumLevel(LogLevel.Warning).AddProvider(Log));
        services.AddSingleton<TimeProvider>(Clock).AddSingleton<ISecretProtector>(new AesGcmSecretProtector(_key));
        services.AddSqliteStore(new SqliteStoreOptions { Path = Path.Combine(Folder, "state.db") });
        services.AddSingleton<IMetadataListeners>(Metadata).AddSingleton<IImageCredentials>(Credentials);
        services.AddContainerNodes(new ContainerNodesOptions { StateFolder = Folder, RuntimePause = TimeSpan.FromMilliseconds(500) });
        services.AddSingleton<IControllerSet>(provider => new CapturingControllers(
            new Verditer.Kubernetes.ControllerSet(Clock, provider.GetRequiredService<ILoggerFactory>(), provider.GetRequiredService<Verditer.Kubernetes.INodes>()), _apis));
        services.AddEmbeddedClusters(new EmbeddedClusterOptions { Name = "containers" });
        _services = services.BuildServiceProvider();
    }

    /// <summary>Hands the cluster's API to the tests.</summary>
    private sealed class CapturingControllers(IControllerSet all, ConcurrentDictionary<string, IObjectClient> apis) : IControllerSet
    {
        public IReadOnlyList<IClusterController> For(ClusterFacts cluster, Verditer.Kubernetes.IClusterCertificates? certificates = null) =>
            [.. all.For(cluster, certificates), new Capture(cluster.ClusterKey, apis)];
    }

    private sealed class Capture(string clusterKey, ConcurrentDictionary<string, IObjectClient> apis) : IClusterController
    {
        public string Name => "capture";

        public async Task RunAsync(IObjectClient api, CancellationToken cancellationToken)
        {
            apis[clusterKey] = api;
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
        }
    }
}
