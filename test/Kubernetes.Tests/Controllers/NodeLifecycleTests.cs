using Microsoft.Extensions.Time.Testing;
using Verditer.Core;

namespace Verditer.Kubernetes.Controllers.Tests;

public sealed class NodeLifecycleTests
{
    [Fact]
    public async Task Node_WhoseKubeletStops_BecomesUnknownAndItsPodsMoveAfterTheirToleration()
    {
        var host = new FakeTimeProvider(new(2030, 1, 2, 3, 4, 5, TimeSpan.Zero));
        await using var ticking = new Ticking(host);
        await using var cluster = await RunningCluster.StartAsync(nodes: 2, host);
        ticking.Follow(cluster);
        await cluster.CreateAsync(Kinds.Deployments, Manifest.Workload("Deployment", "web", spec: ",\"replicas\":2", template: """
            ,"tolerations":[{"key":"node.kubernetes.io/unreachable","operator":"Exists","effect":"NoExecute","tolerationSeconds":300}]
            """));
        await cluster.UntilAsync(() => DeploymentTests.IsComplete(cluster, "web", 2));
        cluster.Pods("web").Select(PodFacts.NodeName).ShouldBe(["n0", "n1"], ignoreOrder: true);

        await cluster.ChangeAsync(Kinds.Nodes, "n0", node => node["metadata"]!["annotations"]![SimulatedNode.KubeletAnnotation] = "stopped");
        await cluster.UntilAsync(() => cluster.Find(Kinds.Nodes, "n0")!.Condition("Ready").Text("status") == "Unknown");
        await cluster.UntilAsync(() => cluster.Find(Kinds.Nodes, "n0").Items("spec", "taints").Any(taint => taint.Text("key") == Taints.Unreachable));
        await cluster.UntilAsync(() => !cluster.Pods("web").Find(pod => pod.NodeName() == "n0")!.IsReady());
        cluster.Find(Kinds.Nodes, "n1")!.HasCondition("Ready").ShouldBeTrue();

        // The pod on the dead node is marked, nobody removes it, and another takes its place.
        await cluster.UntilAsync(() => cluster.Pods("web").Exists(pod => pod.NodeName() == "n0" && pod.IsBeingDeleted())
            && cluster.Pods("web").Count(pod => pod.NodeName() == "n1" && pod.IsReady()) == 2);

        await cluster.ChangeAsync(Kinds.Nodes, "n0", node => node["metadata"]!["annotations"]![SimulatedNode.KubeletAnnotation] = "running");
        await cluster.UntilAsync(() => cluster.Find(Kinds.Nodes, "n0")!.HasCondition("Ready")
            && !cluster.Find(Kinds.Nodes, "n0").Items("spec", "taints").Any()
            && cluster.Pods("web").Count == 2);
    }

    [Fact]
    public async Task Node_Removed_TakesItsPodsAndItsLeaseAlong()
    {
        await using var cluster = await RunningCluster.StartAsync(nodes: 2);
        await cluster.CreateAsync(Kinds.Deployments, Manifest.Deployment("web", 4));
        await cluster.UntilAsync(() => DeploymentTests.IsComplete(cluster, "web", 4)
            && cluster.Api.Find(Kinds.Leases, NodeLeases.Namespace, "n0") is not null);

        await cluster.RemoveNodeAsync("n0");

        await cluster.UntilAsync(() => cluster.Pods("web").Count == 4 && cluster.Pods("web").TrueForAll(pod => pod.IsReady() && pod.NodeName() == "n1"));
        await cluster.UntilAsync(() => cluster.Api.Find(Kinds.Leases, NodeLeases.Namespace, "n0") is null);
    }

    [Fact]
    public async Task Clock_MovedByADay_LeavesNodesReady()
    {
        await using var cluster = await RunningCluster.StartAsync(nodes: 1);
        await cluster.CreateAsync(Kinds.Pods, Manifest.Pod("one"));
        await cluster.UntilAsync(() => cluster.Find(Kinds.Pods, "one")!.IsReady() && cluster.Api.Find(Kinds.Leases, NodeLeases.Namespace, "n0") is not null);

        cluster.Clock.Offset += TimeSpan.FromDays(1);

        // The heartbeat is said anew on the moved clock; by then the health was looked at too.
        var moved = cluster.Clock.GetUtcNow() - TimeSpan.FromHours(1);
        await cluster.UntilAsync(() => Timestamps.Parse(cluster.Find(Kinds.Nodes, "n0")!.Condition("Ready").Text("lastHeartbeatTime")) > moved);
        cluster.Find(Kinds.Nodes, "n0")!.HasCondition("Ready").ShouldBeTrue();
        cluster.Find(Kinds.Pods, "one")!.IsReady().ShouldBeTrue();
    }

    /// <summary>Lets a clock run, some hundredfold, but only as fast as the running kubelets keep up with it: a slow machine takes no node down.</summary>
    private sealed class Ticking : IAsyncDisposable
    {
        private static readonly TimeSpan Fast = TimeSpan.FromMilliseconds(500);
        private static readonly TimeSpan Slow = TimeSpan.FromMilliseconds(1);
        private static readonly TimeSpan LeaseAge = TimeSpan.FromSeconds(20);

        private readonly CancellationTokenSource _ending = new();
        private readonly Task _running;
        private volatile RunningCluster? _cluster;

        public Ticking(FakeTimeProvider time) => _running = Task.Run(async () =>
        {
            using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(2));
            while (await timer.WaitForNextTickAsync(_ending.Token))
            {
                time.Advance(_cluster is { } cluster && KeepsUp(cluster) ? Fast : Slow);
            }
        });

        public void Follow(RunningCluster cluster) => _cluster = cluster;

        public async ValueTask DisposeAsync()
        {
            await _ending.CancelAsync();
            await Should.ThrowAsync<OperationCanceledException>(() => _running);
            _ending.Dispose();
        }

        private static bool KeepsUp(RunningCluster cluster) => cluster.Api.List(Kinds.Nodes).Where(SimulatedNode.IsRunning).All(node =>
            Timestamps.Parse(cluster.Api.Find(Kinds.Leases, NodeLeases.Namespace, node.Name()).Text("spec", "renewTime")) is { } renewed
            && cluster.Clock.GetUtcNow() - renewed < LeaseAge);
    }
}
