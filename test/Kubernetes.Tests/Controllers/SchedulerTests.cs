using System.Text.Json.Nodes;
using Verditer.Core;

namespace Verditer.Kubernetes.Controllers.Tests;

public sealed class SchedulerTests
{
    [Fact]
    public async Task Pod_ThatFitsNowhere_SaysWhyAndIsBoundWhenANodeComes()
    {
        await using var cluster = await RunningCluster.StartAsync(nodes: 1);
        await cluster.AddNodeAsync("n1", taints: "sku=gpu:NoSchedule");
        var pod = Manifest.Pod("big", ",\"nodeSelector\":{\"agentpool\":\"pool\"}");
        pod["spec"]!["containers"]![0]!["resources"] = Manifest.Parse("""{"requests":{"cpu":"4"}}""");
        await cluster.CreateAsync(Kinds.Pods, pod);

        const string message = "0/2 nodes are available: 1 Insufficient cpu, 1 node(s) had untolerated taint {sku: gpu}. "
            + "preemption: 0/2 nodes are available: 2 Preemption is not helpful for scheduling.";
        await cluster.UntilAsync(() => cluster.Find(Kinds.Pods, "big")!.Condition("PodScheduled").Text("message") == message);
        cluster.Find(Kinds.Pods, "big")!.Condition("PodScheduled").Text("reason").ShouldBe("Unschedulable");
        await cluster.UntilAsync(() => cluster.Events("big").Contains($"FailedScheduling: {message}"));

        await cluster.EnsureNodeAsync(RunningCluster.Node("n2") with { CpuCores = 8 });
        await cluster.UntilAsync(() => cluster.Find(Kinds.Pods, "big")!.IsReady());
        cluster.Find(Kinds.Pods, "big")!.NodeName().ShouldBe("n2");
    }

    [Fact]
    public async Task Pod_BeyondMaxPods_WaitsUntilAnotherEnds()
    {
        await using var cluster = await RunningCluster.StartAsync();
        await cluster.AddNodeAsync("n0", maxPods: 1);
        await cluster.CreateAsync(Kinds.Pods, Manifest.Pod("one"));
        await cluster.UntilAsync(() => cluster.Find(Kinds.Pods, "one")!.IsReady());
        await cluster.CreateAsync(Kinds.Pods, Manifest.Pod("two"));
        await cluster.UntilAsync(() => cluster.Find(Kinds.Pods, "two")!.Condition("PodScheduled").Text("message")
            == "0/1 nodes are available: 1 Too many pods. preemption: 0/1 nodes are available: 1 No preemption victims found for incoming pod.");

        await cluster.DeleteAsync(Kinds.Pods, "one");
        await cluster.UntilAsync(() => cluster.Find(Kinds.Pods, "two")!.IsReady());
    }

    [Fact]
    public async Task Node_Cordoned_GetsNoPodsAndTheTaint()
    {
        await using var cluster = await RunningCluster.StartAsync(nodes: 2);
        await cluster.ChangeAsync(Kinds.Nodes, "n0", node => node["spec"]!["unschedulable"] = true);
        await cluster.CreateAsync(Kinds.Deployments, Manifest.Deployment("web", 3));
        await cluster.UntilAsync(() => DeploymentTests.IsComplete(cluster, "web", 3));

        cluster.Pods("web").ShouldAllBe(pod => pod.NodeName() == "n1");
        await cluster.UntilAsync(() => cluster.Find(Kinds.Nodes, "n0").Items("spec", "taints").Any(taint => taint.Text("key") == Taints.Unschedulable));
        await cluster.ChangeAsync(Kinds.Nodes, "n0", node => ((JsonObject)node["spec"]!).Remove("unschedulable"));
        await cluster.UntilAsync(() => !cluster.Find(Kinds.Nodes, "n0").Items("spec", "taints").Any());
    }

    [Fact]
    public async Task Drain_OfANode_MovesItsPodsToTheOther()
    {
        await using var cluster = await RunningCluster.StartAsync(nodes: 2);
        await cluster.CreateAsync(Kinds.Deployments, Manifest.Deployment("web", 4));
        await cluster.UntilAsync(() => DeploymentTests.IsComplete(cluster, "web", 4));

        await cluster.ChangeAsync(Kinds.Nodes, "n0", node => node["spec"]!["unschedulable"] = true);
        foreach (var pod in cluster.Pods("web").FindAll(pod => pod.NodeName() == "n0"))
        {
            await cluster.DeleteAsync(Kinds.Pods, pod.Name());
        }

        await cluster.UntilAsync(() => cluster.Pods("web").Count == 4 && cluster.Pods("web").TrueForAll(pod => pod.IsReady() && pod.NodeName() == "n1"));
    }

    [Theory]
    [InlineData("""{"matchExpressions":[{"key":"zone","operator":"In","values":["1","2"]}]}""", true)]
    [InlineData("""{"matchExpressions":[{"key":"zone","operator":"NotIn","values":["1"]}]}""", false)]
    [InlineData("""{"matchExpressions":[{"key":"gpu","operator":"Exists"}]}""", false)]
    [InlineData("""{"matchExpressions":[{"key":"zone","operator":"Gt","values":["0"]}]}""", true)]
    [InlineData("""{"matchFields":[{"key":"metadata.name","operator":"In","values":["n0"]}]}""", true)]
    [InlineData("{}", false)]
    public void Affinity_OfARequiredTerm_DecidesTheNode(string term, bool matches)
    {
        var node = Manifest.Parse("""{"metadata":{"name":"n0","labels":{"zone":"1"}}}""");
        var pod = Manifest.Parse($$"""{"spec":{"affinity":{"nodeAffinity":{"requiredDuringSchedulingIgnoredDuringExecution":{"nodeSelectorTerms":[{{term}}]} } } } }""");

        NodeAffinity.Matches(pod, node).ShouldBe(matches);
    }

    [Theory]
    [InlineData("""{"key":"a","operator":"Equal","value":"b","effect":"NoSchedule"}""", true)]
    [InlineData("""{"key":"a","value":"b"}""", true)]
    [InlineData("""{"operator":"Exists"}""", true)]
    [InlineData("""{"key":"a","operator":"Exists","effect":"NoExecute"}""", false)]
    [InlineData("""{"key":"a","value":"c"}""", false)]
    public void Toleration_OfATaint_IsFoundByKeyValueAndEffect(string toleration, bool tolerated)
    {
        var taint = Manifest.Parse("""{"key":"a","value":"b","effect":"NoSchedule"}""");
        var pod = Manifest.Parse($$"""{"spec":{"tolerations":[{{toleration}}]} }""");

        (Taints.Toleration(pod, taint) is not null).ShouldBe(tolerated);
    }

    [Fact]
    public void Requests_OfAPod_AreItsContainersOrItsLargestInitContainer()
    {
        var pod = Manifest.Parse("""
            {"spec":{"containers":[{"resources":{"requests":{"cpu":"100m","memory":"1Gi"}}},{"resources":{"limits":{"cpu":"1"}}}],
                     "initContainers":[{"resources":{"requests":{"cpu":"500m","memory":"3Gi"}}}]}}
            """);

        var requests = PodRequests.Of(pod);

        requests["cpu"].ShouldBe(1.1m);
        requests["memory"].ShouldBe(3m * (1 << 30));
    }
}
