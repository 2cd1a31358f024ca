using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging.Abstractions;
using Verditer.Kubernetes.Tests.Api;

namespace Verditer.Kubernetes.Controllers.Tests;

/// <summary>Single steps of a rolling update, in which the ReplicaSets' controller is as late as the test wants.</summary>
public sealed class RollingUpdateTests : IAsyncLifetime
{
    private TestCluster _cluster = null!;
    private DeploymentController _controller = null!;

    public async ValueTask InitializeAsync()
    {
        _cluster = await TestCluster.StartAsync();
        var facts = new ClusterFacts("c1", "test", "1.32.4", "https://127.0.0.1:1", "the CA", "10.244.0.0/16", "10.0.0.0/16", "10.0.0.10");
        _controller = new(new(facts, _cluster.Clock, NullLogger.Instance));
    }

    public ValueTask DisposeAsync() => _cluster.DisposeAsync();

    [Fact]
    public async Task New_WhileAnOldPodIsStillToBeDeleted_IsNotScaledUp()
    {
        await BeginAsync(maxSurge: 1);
        await ObserveAsync(2, available: 1);
        await ReconcileAsync();
        Wanted().ShouldBe([2, 1]);

        await ReconcileAsync();
        Wanted().ShouldBe([2, 1]);

        await ObserveAsync(1, available: 2);
        await ReconcileAsync();
        Wanted().ShouldBe([2, 2]);
    }

    [Fact]
    public async Task New_WhileAnOldPodCannotBeDeleted_IsNotScaledUp()
    {
        await BeginAsync(maxSurge: 1);
        await ObserveAsync(2, available: 1);
        await ReconcileAsync();

        await ObserveAsync(1, available: 3);
        await ReconcileAsync();

        Wanted().ShouldBe([2, 1]);
    }

    [Fact]
    public async Task New_WhileAnOldScaleIsNotObserved_IsNotScaledUp()
    {
        await BeginAsync(maxSurge: 1);
        await SetImageAsync("nginx:1.29");
        await ReconcileAsync();
        await ReconcileAsync();
        Wanted().ShouldBe([3, 0, 0]);

        await ObserveAsync(2, available: 0);
        await ReconcileAsync();

        Wanted().ShouldBe([3, 0, 1]);
    }

    [Fact]
    public async Task Old_WhoseStatusStillCountsPodsThatWereScaledAway_KeepsEnoughAvailable()
    {
        await BeginAsync(maxSurge: 2);
        await ObserveAsync(2, available: 1);
        await ReconcileAsync();
        Wanted().ShouldBe([2, 2]);

        await ObserveAsync(2, available: 2);
        await ReconcileAsync();
        await ReconcileAsync();

        Wanted().ShouldBe([1, 2]);
    }

    /// <summary>Three available pods of the first revision, and the second revision's ReplicaSet just made.</summary>
    private async Task BeginAsync(int maxSurge)
    {
        var strategy = $$""","strategy":{"type":"RollingUpdate","rollingUpdate":{"maxUnavailable":0,"maxSurge":{{maxSurge}} } }""";
        await _cluster.Api.CreateAsync(Kinds.Deployments, Manifest.Deployment("web", 3, strategy));
        await ReconcileAsync();
        await ObserveAsync(1, available: 3);
        await SetImageAsync("nginx:1.28");
        await ReconcileAsync();
        Wanted().ShouldBe([3, maxSurge]);
    }

    private Task SetImageAsync(string image) => _cluster.ChangeAsync(Kinds.Deployments, "web", value => Manifest.SetImage(value, image));

    /// <summary>What the ReplicaSets' controller does: it sees the last scale, and says how many pods there are.</summary>
    private Task ObserveAsync(int revision, int available) => _cluster.ChangeAsync(
        Kinds.ReplicaSets,
        Sets()[revision - 1].Name(),
        set => set["status"] = new JsonObject
        {
            ["observedGeneration"] = set.Generation(),
            ["replicas"] = Math.Max(set.Wanted(), available),
            ["readyReplicas"] = available,
            ["availableReplicas"] = available,
        },
        "status");

    private async Task ReconcileAsync()
    {
        var turn = await _controller.ReconcileOnceAsync(_cluster.Api, new(Kinds.Deployments, "default", "web"));
        turn.Failed.ShouldBeFalse();
    }

    private IEnumerable<int> Wanted() => Sets().Select(ReplicaSetScaling.Wanted);

    private List<JsonObject> Sets() => [.. _cluster.Api.List(Kinds.ReplicaSets, "default").OrderBy(RevisionHistory.Revision)];
}
