using System.Text.Json.Nodes;
using Verditer.Core;

namespace Verditer.Kubernetes.Controllers.Tests;

public sealed class DeploymentTests
{
    [Fact]
    public async Task Deployment_OfThreeReplicas_RunsOnePodOnEachNode()
    {
        await using var cluster = await RunningCluster.StartAsync(nodes: 3);

        await cluster.CreateAsync(Kinds.Deployments, Manifest.Deployment("web"));
        await cluster.UntilAsync(() => IsComplete(cluster, "web", 3));

        cluster.Pods("web").Select(PodFacts.NodeName).ShouldBe(["n0", "n1", "n2"], ignoreOrder: true);
        cluster.Pods("web").Select(pod => pod.Text("status", "podIP")).Distinct().Count().ShouldBe(3);
        var deployment = cluster.Find(Kinds.Deployments, "web")!;
        deployment.HasCondition("Available").ShouldBeTrue();
        deployment.Condition("Progressing").Text("reason").ShouldBe("NewReplicaSetAvailable");
        deployment.Annotation("deployment.kubernetes.io/revision").ShouldBe("1");
        cluster.Pods("web").ShouldAllBe(pod => pod.Name().StartsWith($"web-{pod.Label("pod-template-hash")}-"));
        cluster.Events("web").ShouldContain(text => text.StartsWith("ScalingReplicaSet: Scaled up replica set web-") && text.EndsWith("from 0 to 3"));
    }

    [Fact]
    public async Task RollingUpdate_OfAvailablePods_StaysWithinSurgeAndUnavailable()
    {
        await using var cluster = await RunningCluster.StartAsync(nodes: 3);
        const string strategy = ""","strategy":{"type":"RollingUpdate","rollingUpdate":{"maxSurge":1,"maxUnavailable":0}}""";
        await cluster.CreateAsync(Kinds.Deployments, Manifest.Deployment("web", 3, strategy));
        await cluster.UntilAsync(() => IsComplete(cluster, "web", 3));

        var (most, least) = (0, int.MaxValue);
        await cluster.ChangeAsync(Kinds.Deployments, "web", value => Manifest.SetImage(value, "nginx:1.28"));
        await cluster.UntilAsync(() =>
        {
            var pods = cluster.Pods("web").FindAll(PodFacts.IsActive);
            (most, least) = (Math.Max(most, pods.Count), Math.Min(least, pods.Count(PodFacts.IsReady)));
            return IsComplete(cluster, "web", 3);
        });

        most.ShouldBe(4);
        least.ShouldBe(3);
        Images(cluster, "web").ShouldAllBe(image => image == "nginx:1.28");
        cluster.Api.List(Kinds.ReplicaSets, "default").Select(ReplicaSetScaling.Wanted).Order().ShouldBe([0, 3]);
    }

    [Fact]
    public async Task Undo_ToTheFirstTemplate_UsesItsReplicaSetAgainAsTheNewestRevision()
    {
        await using var cluster = await RunningCluster.StartAsync(nodes: 1);
        await cluster.CreateAsync(Kinds.Deployments, Manifest.Deployment("web", 2));
        await cluster.UntilAsync(() => IsComplete(cluster, "web", 2));
        var first = cluster.Api.List(Kinds.ReplicaSets, "default")[0].Name();

        await cluster.ChangeAsync(Kinds.Deployments, "web", value => Manifest.SetImage(value, "nginx:1.28"));
        await cluster.UntilAsync(() => IsComplete(cluster, "web", 2));
        await cluster.ChangeAsync(Kinds.Deployments, "web", value => Manifest.SetImage(value, "nginx:1.27"));
        await cluster.UntilAsync(() => IsComplete(cluster, "web", 2) && cluster.Find(Kinds.Deployments, "web")!.Annotation(RevisionHistory.RevisionAnnotation) == "3");

        cluster.Find(Kinds.ReplicaSets, first)!.Wanted().ShouldBe(2);
        cluster.Find(Kinds.ReplicaSets, first)!.Annotation(RevisionHistory.RevisionAnnotation).ShouldBe("3");
        cluster.Find(Kinds.ReplicaSets, first)!.Annotation("deployment.kubernetes.io/revision-history").ShouldBe("1");
        cluster.Api.List(Kinds.ReplicaSets, "default").Count.ShouldBe(2);
    }

    [Fact]
    public async Task Scale_UpAndDown_KeepsTheReplicaSet()
    {
        await using var cluster = await RunningCluster.StartAsync(nodes: 1);
        await cluster.CreateAsync(Kinds.Deployments, Manifest.Deployment("web", 1));
        await cluster.UntilAsync(() => IsComplete(cluster, "web", 1));

        await cluster.ChangeAsync(Kinds.Deployments, "web", value => value["spec"]!["replicas"] = 5);
        await cluster.UntilAsync(() => IsComplete(cluster, "web", 5));
        await cluster.ChangeAsync(Kinds.Deployments, "web", value => value["spec"]!["replicas"] = 2);
        await cluster.UntilAsync(() => IsComplete(cluster, "web", 2) && cluster.Pods("web").Count == 2);

        cluster.Api.List(Kinds.ReplicaSets, "default").Count.ShouldBe(1);
    }

    [Fact]
    public async Task Recreate_OfPods_NeverHasOldAndNewTogether()
    {
        await using var cluster = await RunningCluster.StartAsync(nodes: 2);
        await cluster.CreateAsync(Kinds.Deployments, Manifest.Deployment("web", 2, ""","strategy":{"type":"Recreate"}"""));
        await cluster.UntilAsync(() => IsComplete(cluster, "web", 2));

        var mixed = false;
        await cluster.ChangeAsync(Kinds.Deployments, "web", value => Manifest.SetImage(value, "nginx:1.28"));
        await cluster.UntilAsync(() =>
        {
            mixed |= Images(cluster, "web").Distinct().Count() > 1;
            return IsComplete(cluster, "web", 2) && Images(cluster, "web").All(image => image == "nginx:1.28");
        });

        mixed.ShouldBeFalse();
    }

    [Fact]
    public async Task Rollout_OfABadImage_StopsAndThenExceedsItsDeadline()
    {
        await using var cluster = await RunningCluster.StartAsync(nodes: 1);
        await cluster.CreateAsync(Kinds.Deployments, Manifest.Deployment("web", 2));
        await cluster.UntilAsync(() => IsComplete(cluster, "web", 2));

        await cluster.ChangeAsync(Kinds.Deployments, "web", value => Manifest.SetImage(value, "NOT AN IMAGE"));
        await cluster.UntilAsync(() => cluster.Pods("web").Exists(pod =>
            pod.Items("status", "containerStatuses").Any(status => status.Text("state", "waiting", "reason") == "InvalidImageName")));
        cluster.Pods("web").Count(PodFacts.IsReady).ShouldBe(2);

        cluster.Clock.Offset += TimeSpan.FromSeconds(601);
        await cluster.UntilAsync(() => cluster.Find(Kinds.Deployments, "web")!.Condition("Progressing").Text("reason") == "ProgressDeadlineExceeded");
        cluster.Find(Kinds.Deployments, "web")!.HasCondition("Available").ShouldBeTrue();
    }

    [Fact]
    public async Task Deployment_Paused_DoesNotRollOutUntilItIsResumed()
    {
        await using var cluster = await RunningCluster.StartAsync(nodes: 1);
        await cluster.CreateAsync(Kinds.Deployments, Manifest.Deployment("web", 1));
        await cluster.UntilAsync(() => IsComplete(cluster, "web", 1));

        await cluster.ChangeAsync(Kinds.Deployments, "web", value => value["spec"]!["paused"] = true);
        await cluster.ChangeAsync(Kinds.Deployments, "web", value => Manifest.SetImage(value, "nginx:1.28"));
        await cluster.UntilAsync(() => cluster.Find(Kinds.Deployments, "web")!.Condition("Progressing").Text("reason") == "DeploymentPaused"
            && IsObserved(cluster.Find(Kinds.Deployments, "web")!));
        cluster.Api.List(Kinds.ReplicaSets, "default").Count.ShouldBe(1);

        await cluster.ChangeAsync(Kinds.Deployments, "web", value => value["spec"]!["paused"] = false);
        await cluster.UntilAsync(() => IsComplete(cluster, "web", 1));
        Images(cluster, "web").ShouldBe(["nginx:1.28"]);
    }

    [Fact]
    public async Task Revisions_BeyondTheLimit_AreRemoved()
    {
        await using var cluster = await RunningCluster.StartAsync(nodes: 1);
        await cluster.CreateAsync(Kinds.Deployments, Manifest.Deployment("web", 1, ""","revisionHistoryLimit":1"""));
        for (var i = 0; i < 4; i++)
        {
            await cluster.ChangeAsync(Kinds.Deployments, "web", value => Manifest.SetImage(value, $"nginx:{i}"));
            await cluster.UntilAsync(() => IsComplete(cluster, "web", 1));
        }

        await cluster.UntilAsync(() => cluster.Api.List(Kinds.ReplicaSets, "default").Count == 2);
        cluster.Api.List(Kinds.ReplicaSets, "default").Select(RevisionHistory.Revision).Order().ShouldBe([4, 5]);
    }

    [Fact]
    public async Task Deployment_Deleted_TakesItsReplicaSetsAndPodsAlong()
    {
        await using var cluster = await RunningCluster.StartAsync(nodes: 1);
        await cluster.CreateAsync(Kinds.Deployments, Manifest.Deployment("web", 3));
        await cluster.UntilAsync(() => IsComplete(cluster, "web", 3));

        await cluster.DeleteAsync(Kinds.Deployments, "web");

        await cluster.UntilAsync(() => cluster.Pods().Count == 0 && cluster.Api.List(Kinds.ReplicaSets, "default").Count == 0);
    }

    [Fact]
    public async Task Cluster_AtRest_WritesNothing()
    {
        await using var cluster = await RunningCluster.StartAsync(nodes: 2);
        await cluster.CreateAsync(Kinds.Deployments, Manifest.Deployment("web", 2));
        await cluster.CreateAsync(Kinds.Services, Manifest.Service("web", "web"));
        await cluster.UntilAsync(() => IsComplete(cluster, "web", 2));
        await cluster.RestartAsync();

        // Everything is looked at again after a restart: this pod's way to Running is behind all of it.
        await cluster.CreateAsync(Kinds.Pods, Manifest.Pod("last"));
        await cluster.UntilAsync(() => cluster.Find(Kinds.Pods, "last")!.IsReady());
        var before = cluster.Pods("web").ConvertAll(pod => pod.Text("metadata", "resourceVersion"));
        var deployment = cluster.Find(Kinds.Deployments, "web")!.Text("metadata", "resourceVersion");
        await cluster.CreateAsync(Kinds.Pods, Manifest.Pod("later"));
        await cluster.UntilAsync(() => cluster.Find(Kinds.Pods, "later")!.IsReady());

        cluster.Pods("web").ConvertAll(pod => pod.Text("metadata", "resourceVersion")).ShouldBe(before);
        cluster.Find(Kinds.Deployments, "web")!.Text("metadata", "resourceVersion").ShouldBe(deployment);
        lock (cluster.Changes)
        {
            cluster.Changes[Kinds.Deployments].ShouldBe(1);
            cluster.Changes[Kinds.ReplicaSets].ShouldBe(1);
        }
    }

    internal static bool IsComplete(RunningCluster cluster, string name, int replicas) =>
        cluster.Find(Kinds.Deployments, name) is { } deployment
        && IsObserved(deployment)
        && deployment.Number("status", "updatedReplicas") == replicas
        && deployment.Number("status", "availableReplicas") == replicas
        && deployment.Number("status", "replicas") == replicas;

    private static bool IsObserved(JsonObject value) => value.At("status", "observedGeneration").Long() == value.Generation();

    private static IEnumerable<string?> Images(RunningCluster cluster, string app) =>
        cluster.Pods(app).SelectMany(PodFacts.Containers).Select(container => container.Text("image"));
}
