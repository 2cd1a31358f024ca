using System.Text.Json.Nodes;
using Verditer.Core;
using Verditer.Kubernetes.Controllers;
using Verditer.Kubernetes.Controllers.Tests;

namespace Verditer.Kubernetes.Nodes.Tests;

public sealed class SimulatedNodeTests
{
    [Fact]
    public async Task Node_Registered_SaysWhatItIsAndThatItIsSimulated()
    {
        await using var cluster = await RunningCluster.StartAsync();
        await cluster.AddNodeAsync("n0", 110, "CriticalAddonsOnly=true:NoSchedule");

        await cluster.UntilAsync(() => cluster.Find(Kinds.Nodes, "n0") is { } node && node.HasCondition("Ready") && node.Text("spec", "podCIDR") is not null);
        var node = cluster.Find(Kinds.Nodes, "n0")!;
        node.Text("spec", "providerID").ShouldBe("azure:///virtualMachines/n0");
        node.Text("spec", "podCIDR").ShouldBe("10.244.0.0/24");
        node.Text("status", "nodeInfo", "kubeletVersion").ShouldBe("v1.32.4");
        node.Text("status", "nodeInfo", "containerRuntimeVersion").ShouldBe("verditer-simulated://1");
        node.Text("status", "capacity", "cpu").ShouldBe("2");
        node.Text("status", "allocatable", "cpu").ShouldBe("1900m");
        node.Items("spec", "taints").Single().ToJsonString().ShouldBe("""{"key":"CriticalAddonsOnly","effect":"NoSchedule","value":"true"}""");
        await cluster.UntilAsync(() => cluster.Api.Find(Kinds.Leases, "kube-node-lease", "n0").Text("spec", "holderIdentity") == "n0");
    }

    [Fact]
    public async Task Node_DescribedAnew_LosesFormerLabelsAndKeepsOthers()
    {
        await using var cluster = await RunningCluster.StartAsync(nodes: 1);
        await cluster.ChangeAsync(Kinds.Nodes, "n0", node => node["metadata"]!["labels"]!["mine"] = "kept");

        await cluster.EnsureNodeAsync(RunningCluster.Node("n0") with { Labels = new Dictionary<string, string> { ["team"] = "blue" } });

        var node = cluster.Find(Kinds.Nodes, "n0")!;
        (node.Label("agentpool"), node.Label("team"), node.Label("mine"), node.Label("kubernetes.io/hostname")).ShouldBe((null, "blue", "kept", "n0"));
    }

    /// <summary>Since 1.29: 8192 - 650 - 100 MiB, and 4096 - 1024 - 100 MiB; before: 8192 - 1024 - 819.2 - 750 MiB.</summary>
    [Theory]
    [InlineData("1.32.4", 8L << 30, 30, "7620608Ki")]
    [InlineData("1.32.4", 4L << 30, 110, "3043328Ki")]
    [InlineData("1.28.9", 8L << 30, 30, "5733171Ki")]
    public void Allocatable_OfMemory_LeavesOutWhatAksReserves(string version, long bytes, int pods, string memory) =>
        NodeResources.Allocatable(RunningCluster.Node("n0") with { KubernetesVersion = version, MemoryBytes = bytes, MaxPods = pods })
            .Text("memory").ShouldBe(memory);

    [Fact]
    public async Task Restart_OfTheProcess_LeavesRunningPodsAsTheyWere()
    {
        await using var cluster = await RunningCluster.StartAsync(nodes: 2);
        await cluster.CreateAsync(Kinds.Deployments, Manifest.Deployment("web", 4));
        await cluster.UntilAsync(() => DeploymentTests.IsComplete(cluster, "web", 4));
        var before = cluster.Pods("web").ConvertAll(pod => pod.ToJsonString());

        await cluster.RestartAsync();
        await cluster.CreateAsync(Kinds.Pods, Manifest.Pod("later"));
        await cluster.UntilAsync(() => cluster.Find(Kinds.Pods, "later")!.IsReady());

        cluster.Pods("web").ConvertAll(pod => pod.ToJsonString()).ShouldBe(before);
        cluster.Pods().Select(pod => pod.Text("status", "podIP")).Distinct().Count().ShouldBe(5);
    }

    [Fact]
    public async Task Pod_ThatMountsAMissingConfigMap_IsCreatingUntilItComes()
    {
        await using var cluster = await RunningCluster.StartAsync(nodes: 1);
        await cluster.CreateAsync(Kinds.Pods, Manifest.Pod("web", ""","volumes":[{"name":"settings","configMap":{"name":"settings"}}]"""));
        await cluster.UntilAsync(() => cluster.Events("web").Contains("FailedMount: MountVolume.SetUp failed for volume \"settings\" : configmap \"settings\" not found"));
        Waiting(cluster, "web").Text("reason").ShouldBe("ContainerCreating");

        await cluster.CreateAsync(Kinds.ConfigMaps, """{"metadata":{"name":"settings","namespace":"default"}}""");
        await cluster.UntilAsync(() => cluster.Find(Kinds.Pods, "web")!.IsReady());
    }

    [Fact]
    public async Task Pod_WithAMissingSecretKeyInItsEnvironment_ShowsTheConfigurationError()
    {
        await using var cluster = await RunningCluster.StartAsync(nodes: 1);
        await cluster.CreateAsync(Kinds.Secrets, """{"metadata":{"name":"keys","namespace":"default"},"data":{"a":"YQ=="}}""");
        var pod = Manifest.Pod("web");
        pod["spec"]!["containers"]![0]!["env"] = JsonNode.Parse("""[{"name":"KEY","valueFrom":{"secretKeyRef":{"name":"keys","key":"b"}}}]""");
        await cluster.CreateAsync(Kinds.Pods, pod);

        await cluster.UntilAsync(() => Waiting(cluster, "web").Text("reason") == "CreateContainerConfigError");
        Waiting(cluster, "web").Text("message").ShouldBe("couldn't find key b in Secret default/keys");

        await cluster.ChangeAsync(Kinds.Secrets, "keys", secret => secret["data"]!["b"] = "Yg==");
        await cluster.UntilAsync(() => cluster.Find(Kinds.Pods, "web")!.IsReady());
    }

    [Fact]
    public async Task Pod_WithInitContainers_RunsThemInOrder()
    {
        await using var cluster = await RunningCluster.StartAsync(nodes: 1);
        var outOfOrder = false;
        await cluster.CreateAsync(Kinds.Pods, Manifest.Pod("web", ""","initContainers":[{"name":"one","image":"busybox"},{"name":"two","image":"busybox"}]"""));
        await cluster.UntilAsync(() =>
        {
            var pod = cluster.Find(Kinds.Pods, "web")!;
            var ended = pod.Items("status", "initContainerStatuses").Select(status => status.Number("state", "terminated", "exitCode") == 0).ToList();
            outOfOrder |= ended is [false, true] || (pod.HasCondition("ContainersReady") && ended is not [true, true]);
            return pod.IsReady();
        });

        outOfOrder.ShouldBeFalse();
    }

    [Fact]
    public async Task Pod_ThatCrashes_BacksOffAndStartsAgain()
    {
        await using var cluster = await RunningCluster.StartAsync(nodes: 1);
        var pod = Manifest.Pod("web");
        pod["metadata"]!["annotations"] = Manifest.Parse("""{"verditer.dev/exit-after":"5","verditer.dev/exit-code":"1"}""");
        await cluster.CreateAsync(Kinds.Pods, pod);
        await cluster.UntilAsync(() => cluster.Find(Kinds.Pods, "web")!.IsReady());

        cluster.Clock.Offset += TimeSpan.FromSeconds(6);
        await cluster.UntilAsync(() => Waiting(cluster, "web").Text("reason") == "CrashLoopBackOff");
        cluster.Find(Kinds.Pods, "web")!.IsReady().ShouldBeFalse();
        cluster.Find(Kinds.Pods, "web")!.Phase().ShouldBe("Running");

        cluster.Clock.Offset += TimeSpan.FromSeconds(10);
        await cluster.UntilAsync(() => cluster.Find(Kinds.Pods, "web")!.IsReady());
        cluster.Find(Kinds.Pods, "web").Items("status", "containerStatuses").Single().Number("restartCount").ShouldBe(1);
    }

    [Fact]
    public async Task Pod_Deleted_IsStoppedAndRemoved()
    {
        await using var cluster = await RunningCluster.StartAsync(nodes: 1);
        await cluster.CreateAsync(Kinds.Pods, Manifest.Pod("web"));
        await cluster.UntilAsync(() => cluster.Find(Kinds.Pods, "web")!.IsReady());

        await cluster.DeleteAsync(Kinds.Pods, "web");

        await cluster.UntilAsync(() => cluster.Find(Kinds.Pods, "web") is null);
        cluster.Events("web").ShouldContain("Killing: Stopping container main");
    }

    [Fact]
    public async Task Addresses_OfManyPods_AreUniqueAndInTheNodesRange()
    {
        await using var cluster = await RunningCluster.StartAsync(nodes: 2);
        await cluster.CreateAsync(Kinds.Deployments, Manifest.Deployment("web", 60));
        await cluster.UntilAsync(() => DeploymentTests.IsComplete(cluster, "web", 60));

        var ranges = cluster.Api.List(Kinds.Nodes).ToDictionary(ObjectFields.Name, node => node.Text("spec", "podCIDR")![..^"0/24".Length]);
        cluster.Pods("web").TrueForAll(pod => pod.Text("status", "podIP")!.StartsWith(ranges[pod.NodeName()!])).ShouldBeTrue();
        cluster.Pods("web").Select(pod => pod.Text("status", "podIP")).Distinct().Count().ShouldBe(60);
    }

    [Theory]
    [InlineData("nginx", true)]
    [InlineData("registry.azurecr.io:443/team/app_x:1.0-beta", true)]
    [InlineData("app@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef", true)]
    [InlineData("App", false)]
    [InlineData("app:", false)]
    [InlineData("a b", false)]
    [InlineData("", false)]
    public void ImageReference_OfAText_IsValidByTheGrammar(string image, bool valid) => ImageReference.IsValid(image).ShouldBe(valid);

    private static JsonNode? Waiting(RunningCluster cluster, string pod) =>
        cluster.Find(Kinds.Pods, pod).Items("status", "containerStatuses").FirstOrDefault().At("state", "waiting");
}
