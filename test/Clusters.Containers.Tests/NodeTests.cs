using Verditer.Core;
using Verditer.Kubernetes.Controllers;

namespace Verditer.Clusters.Containers.Tests;

/// <summary>What happens to machines. No other test runs beside these.</summary>
[CollectionDefinition(nameof(NodeTests), DisableParallelization = true)]
public sealed class NodeTestsDefinition;

[Collection(nameof(NodeTests))]
public sealed class NodeTests(NodesFixture nodes) : MachineTest(nodes)
{
    [Fact]
    public async Task Node_SaysWhatItsMachineIs()
    {
        await Task.CompletedTask;
        var node = Api.Find(Kinds.Nodes, null, "n0")!;

        node.Text("status", "nodeInfo", "containerRuntimeVersion")!.ShouldStartWith("containerd://");
        node.Text("status", "nodeInfo", "kernelVersion").ShouldBe(HostSystem.Kernel);
        node.HasCondition("Ready").ShouldBeTrue();
    }

    [Fact]
    public async Task Runtime_ThatDies_MakesTheNodeNotReadyAndComesBackWithItsPods()
    {
        var before = await StartPodAsync("survivor");

        await ProcessTable.KillAsync(ProcessTable.FindByArgument(Nodes.Paths("n0").RuntimeConfiguration), TimeProvider.System);

        await Eventually.IsAsync(() => Api.Find(Kinds.Nodes, null, "n0")!.Condition("Ready").Text("reason") == "KubeletNotReady", "the node to be not ready");
        await Eventually.IsAsync(() => Api.Find(Kinds.Nodes, null, "n0")!.HasCondition("Ready"), "the node to be ready again");
        var after = await UntilReadyAsync("survivor");
        Status(after).Text("containerID").ShouldBe(Status(before).Text("containerID"));
        Status(after).Number("restartCount").ShouldBe(0);
        await OutputAsync("next", "echo works");
    }

    [Fact]
    public async Task Process_ThatEnds_LeavesPodsRunningForTheNext()
    {
        var before = await StartPodAsync("adopted");

        await Nodes.RestartAsync();

        await Eventually.IsAsync(() => Api.Find(Kinds.Nodes, null, "n0")?.HasCondition("Ready") == true, "the node to be ready again");
        var after = await UntilReadyAsync("adopted");
        Status(after).Text("containerID").ShouldBe(Status(before).Text("containerID"));
        Status(after).Text("state", "running", "startedAt").ShouldBe(Status(before).Text("state", "running", "startedAt"));
        after.Text("status", "podIP").ShouldBe(before.Text("status", "podIP"));
        await Api.DeleteAsync(Kinds.Pods, Namespace, "adopted");
        await UntilGoneAsync("adopted");
    }

    [Fact]
    public async Task Node_ThatIsRemoved_LeavesNothingOnTheHost()
    {
        var before = await HostSnapshot.TakeAsync(Nodes.Folder);
        await Nodes.Engine.EnsureNodeAsync(NodesFixture.ClusterKey, NodesFixture.Node("extra", 20));
        await TestImage.ImportAsync(Nodes.Socket("extra"), Nodes.Folder);
        await Eventually.IsAsync(() => Api.Find(Kinds.Nodes, null, "extra")?.HasCondition("Ready") == true, "the node to be ready");
        await RunAsync("there", Container("sleep 1000"), node: "extra");
        await UntilReadyAsync("there");

        await Nodes.Engine.RemoveNodeAsync(NodesFixture.ClusterKey, "extra");

        Api.Find(Kinds.Nodes, null, "extra").ShouldBeNull();
        (await HostSnapshot.NewSinceAsync(before, Nodes.Folder)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Cluster_WithTheAddressesOfAnother_RunsBesideItAndLeavesNothing()
    {
        var before = await HostSnapshot.TakeAsync(Nodes.Folder);
        var api = await Nodes.CreateAsync("c2");
        await Nodes.Engine.EnsureNodeAsync("c2", NodesFixture.Node("n0", 4) with { VirtualNetwork = "other" });
        await Eventually.IsAsync(() => api.Find(Kinds.Nodes, null, "n0")?.HasCondition("Ready") == true, "the node to be ready");
        Api.Find(Kinds.Nodes, null, "n0")!.HasCondition("Ready").ShouldBeTrue();

        await Nodes.Engine.StopAsync("c2");
        (await HostSnapshot.NewSinceAsync(before, Nodes.Folder)).ShouldBeEmpty("a stopped cluster has no machines");
        await Nodes.Engine.StartAsync("c2");
        await Nodes.Engine.DeleteAsync("c2");

        (await HostSnapshot.NewSinceAsync(before, Nodes.Folder)).ShouldBeEmpty();
        Directory.Exists(Path.Combine(Nodes.Folder, "nodes", "c2")).ShouldBeFalse();
    }

    [Fact]
    public async Task Delete_OfAFolderInWhichSomethingIsMounted_LeavesWhatIsMounted()
    {
        var folder = Directory.CreateDirectory(Path.Combine(Nodes.Folder, "to-be-deleted")).FullName;
        var place = Directory.CreateDirectory(Path.Combine(folder, "place")).FullName;
        var canary = Directory.CreateDirectory(Path.Combine(Nodes.Folder, "canary")).FullName;
        await File.WriteAllTextAsync(Path.Combine(canary, "kept"), "", TestContext.Current.CancellationToken);
        BindMount.Make(canary, place);
        BindMount.Make(canary, place);

        await MountedFolder.DeleteAsync(folder);

        Directory.Exists(folder).ShouldBeFalse();
        File.Exists(Path.Combine(canary, "kept")).ShouldBeTrue();
    }

    [Fact]
    public async Task Router_ThatWasHalfMade_IsMadeAnew()
    {
        var names = new HostNames(Nodes.Folder);
        var router = names.Router("half");
        await HostCommand.RunAsync("ip", ["netns", "add", router], cancellationToken: TestContext.Current.CancellationToken);
        using var networks = new VirtualNetworks(names);

        await networks.EnsureAsync("half", "nobody", Ipv4Prefix.Parse("10.9.0.0/24")!.Value, TestContext.Current.CancellationToken);

        (await NodeNamespace.IsWholeAsync(router, TestContext.Current.CancellationToken)).ShouldBeTrue();
        await HostCommand.TryAsync("ip", "link", "del", names.UplinkOf(router));
        await NodeNamespace.RemoveAsync(router);
    }

    [Fact]
    public async Task Cleanup_TakesAwayWhatAKilledProcessLeft()
    {
        await using var other = new NodesFixture();
        var before = await HostSnapshot.TakeAsync(other.Folder);
        await other.StartAsync();
        await other.CrashAsync();
        HostCleanup.IsNeeded(other.Folder).ShouldBeTrue();
        (await HostSnapshot.NewSinceAsync(before, other.Folder)).Select(one => one.Split(' ')[0]).Distinct().Order().ShouldBe(["interface", "mount", "namespace", "process", "rule", "run"], ignoreOrder: true);

        await HostCleanup.RunAsync(other.Folder, TimeProvider.System);

        HostCleanup.IsNeeded(other.Folder).ShouldBeFalse();
        (await HostSnapshot.NewSinceAsync(before, other.Folder)).ShouldBeEmpty();
    }

    private async Task<System.Text.Json.Nodes.JsonObject> StartPodAsync(string name)
    {
        await RunAsync(name, Container("trap 'exit 0' TERM; while true; do sleep 0.1; done"));
        return await UntilReadyAsync(name);
    }
}
