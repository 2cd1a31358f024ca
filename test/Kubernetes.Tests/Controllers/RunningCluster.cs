using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging.Abstractions;
using Verditer.Core;
using Verditer.Storage.Sqlite;

namespace Verditer.Kubernetes.Controllers.Tests;

/// <summary>A cluster with all its controllers and simulated nodes, on the real API and a real store.</summary>
internal sealed class RunningCluster : IAsyncDisposable
{
    /// <summary>Host time. A cluster is done long before; what takes this long does not come at all.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly ClusterFacts Facts = new("c1", "test", "1.32.4", "https://127.0.0.1:1", "the CA", "10.244.0.0/16", "10.0.0.0/16", "10.0.0.10");

    private readonly string _folder = Directory.CreateTempSubdirectory("verditer-controllers-").FullName;
    private CancellationTokenSource _ending = new();
    private List<Task> _running = [];
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private SqliteDocumentStore _store = null!;

    private RunningCluster(TimeProvider host) => Clock = new VerditerClock(host);

    public VerditerClock Clock { get; }

    public ClusterApi Api { get; private set; } = null!;

    /// <summary>How many changes of each resource were seen since the last start.</summary>
    public Dictionary<GroupResource, int> Changes { get; } = [];

    /// <param name="nodes">Nodes named n0, n1, … of 2 cores, 8 GiB.</param>
    /// <param name="host">The host's time; the system's where none is given.</param>
    public static async Task<RunningCluster> StartAsync(int nodes = 0, TimeProvider? host = null)
    {
        var cluster = new RunningCluster(host ?? TimeProvider.System);
        await cluster.OpenAsync();
        foreach (var name in (string[])["default", "kube-system", "kube-node-lease"])
        {
            await cluster.CreateAsync(Kinds.Namespaces, new JsonObject { ["metadata"] = new JsonObject { ["name"] = name } });
        }

        cluster.Run();
        for (var i = 0; i < nodes; i++)
        {
            await cluster.AddNodeAsync($"n{i}");
        }

        await cluster.UntilAsync(
            () => cluster.Api.Find(Kinds.ServiceAccounts, "default", "default") is not null
                && cluster.Api.List(Kinds.Nodes).All(node => node.Text("spec", "podCIDR") is not null));
        return cluster;
    }

    /// <summary>Stops everything, as a process that ends, and starts it again on the same state.</summary>
    public async Task RestartAsync()
    {
        await StopAsync();
        await OpenAsync();
        Run();
    }

    public Task AddNodeAsync(string name, int maxPods = 110, params string[] taints) => EnsureNodeAsync(Node(name) with { MaxPods = maxPods, Taints = taints });

    public Task EnsureNodeAsync(NodeSpec node) => new NodeSimulator(Clock).EnsureAsync(Api, Facts, node, default);

    public Task RemoveNodeAsync(string name) => new NodeSimulator(Clock).RemoveAsync(Api, Facts, name, default);

    public static NodeSpec Node(string name) => new(
        name,
        $"azure:///virtualMachines/{name}",
        "1.32.4",
        2,
        8L << 30,
        110,
        $"10.224.0.{4 + name[^1] - '0'}",
        new Dictionary<string, string> { ["agentpool"] = "pool", ["topology.kubernetes.io/zone"] = "0" },
        []);

    /// <summary>Waits for the condition, which is looked at again after each change of any object. However many there are: the patience is for all of them.</summary>
    public async Task UntilAsync(Func<bool> condition, [System.Runtime.CompilerServices.CallerArgumentExpression(nameof(condition))] string? text = null)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (true)
        {
            var changed = _changed.Task;
            if (condition())
            {
                return;
            }

            await changed.WaitAsync(patience.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (patience.IsCancellationRequested)
            {
                throw new TimeoutException($"It did not come to: {text}\n{Describe()}");
            }
        }
    }

    public async Task<JsonObject> CreateAsync(GroupResource resource, JsonObject value)
    {
        var (stored, error) = await Api.CreateAsync(resource, value);
        error.ShouldBeNull();
        return stored!;
    }

    public Task<JsonObject> CreateAsync(GroupResource resource, string json) => CreateAsync(resource, Manifest.Parse(json));

    /// <summary>Changes the object as a user does: again when somebody else was faster.</summary>
    public async Task ChangeAsync(GroupResource resource, string name, Action<JsonObject> change, string? subresource = null)
    {
        while (true)
        {
            var copy = (Find(resource, name) ?? throw new InvalidOperationException($"There is no {resource} {name}.")).Copy();
            change(copy);
            if ((await Api.UpdateAsync(resource, copy, subresource)).Error is not { } error)
            {
                return;
            }

            error.Code.ShouldBe(409, error.Message);
        }
    }

    public Task DeleteAsync(GroupResource resource, string name) => Api.DeleteAsync(resource, Namespace(resource), name).AsTask();

    public JsonObject? Find(GroupResource resource, string name) => Api.Find(resource, Namespace(resource), name);

    public List<JsonObject> Pods(string? app = null) =>
        [.. Api.List(Kinds.Pods, "default").Where(pod => app is null || pod.Label("app") == app)];

    public IEnumerable<string> Events(string name) =>
        Api.List(Kinds.Events).Where(value => value.Text("involvedObject", "name") == name).Select(value => $"{value.Text("reason")}: {value.Text("message")}");

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private static string? Namespace(GroupResource resource) => KindTable.Instance.Find(resource)!.Namespaced ? "default" : null;

    private async Task OpenAsync()
    {
        _store = SqliteDocumentStore.Open(
            new SqliteStoreOptions { Path = Path.Combine(_folder, "state.db") }, TimeProvider.System, NullLogger<SqliteDocumentStore>.Instance);
        Api = await ClusterApiSetup.OpenAsync(_store, new("c1"), Clock);
    }

    private void Run()
    {
        _ending = new();
        lock (Changes)
        {
            Changes.Clear();
        }

        var controllers = new ControllerSet(Clock, NullLoggerFactory.Instance).For(Facts);
        _running = [.. controllers.Select(controller => Task.Run(() => controller.RunAsync(Api, _ending.Token)))];
        _running.AddRange(KindTable.Instance.All.Where(kind => kind.IsStored).Select(kind => kind.Stored).Distinct().Select(resource => Task.Run(() => SignalAsync(resource))));
    }

    private async Task SignalAsync(GroupResource resource)
    {
        await foreach (var _ in Api.WatchAsync(resource, _ending.Token))
        {
            lock (Changes)
            {
                Changes[resource] = Changes.GetValueOrDefault(resource) + 1;
            }

            Interlocked.Exchange(ref _changed, new(TaskCreationOptions.RunContinuationsAsynchronously)).TrySetResult();
        }
    }

    private async Task StopAsync()
    {
        await _ending.CancelAsync();
        foreach (var task in _running)
        {
            await Should.ThrowAsync<OperationCanceledException>(() => task.WaitAsync(Patience));
        }

        _ending.Dispose();
        Api.Dispose();
        await _store.DisposeAsync();
    }

    private string Describe() => string.Join('\n', new[] { Kinds.Deployments, Kinds.ReplicaSets, Kinds.StatefulSets, Kinds.DaemonSets, Kinds.Jobs, Kinds.Pods, Kinds.Nodes, Kinds.Events }
        .SelectMany(resource => Api.List(resource).Select(value => $"{value.Key(resource)} {(resource == Kinds.Events ? value.Text("message") : State(value))}")));

    private static string State(JsonObject value) =>
        $"generation {value.Generation()} wants {value.Number("spec", "replicas")} deleted {value.IsBeingDeleted()} {value.At("status")?.ToJsonString()}";
}
