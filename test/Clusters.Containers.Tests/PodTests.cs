using Verditer.Core;
using Verditer.Kubernetes.Controllers;

namespace Verditer.Clusters.Containers.Tests;

public sealed class PodTests(NodesFixture nodes) : MachineTest(nodes)
{
    [Fact]
    public async Task Pod_ThatRuns_IsReadyAndSaysWhereItIs()
    {
        await RunAsync("web", Container("echo hello; sleep 1000"));

        var pod = await UntilReadyAsync("web");

        pod.Phase().ShouldBe("Running");
        pod.Text("status", "hostIP").ShouldBe("10.224.0.4");
        pod.Text("status", "podIP")!.ShouldStartWith("10.244.");
        pod.Text("status", "qosClass").ShouldBe("BestEffort");
        Status(pod).Text("containerID")!.ShouldStartWith("containerd://");
        Status(pod).At("state", "running", "startedAt").ShouldNotBeNull();
        await Eventually.IsAsync(() => Log("web") == "hello\n", "its log");
        await Eventually.IsAsync(() => Events("web").Contains("Started: Started container main"), "its events");
    }

    [Theory]
    [InlineData("exit 0", "Succeeded", 0, "Completed")]
    [InlineData("exit 7", "Failed", 7, "Error")]
    public async Task Pod_ThatEnds_TellsItsExitCode(string script, string phase, int code, string reason)
    {
        await RunAsync("job", Container(script));

        var pod = await UntilPhaseAsync("job", phase);

        Status(pod).Number("state", "terminated", "exitCode").ShouldBe(code);
        Status(pod).Text("state", "terminated", "reason").ShouldBe(reason);
        pod.Condition("Ready").Text("status").ShouldBe("False");
    }

    [Fact]
    public async Task Container_ThatFailsAgainAndAgain_BacksOff()
    {
        await RunAsync("loop", Container("echo run; exit 1"), "\"restartPolicy\":\"Always\"");

        var pod = await UntilAsync("loop", found => Status(found).Text("state", "waiting", "reason") == "CrashLoopBackOff", "CrashLoopBackOff");

        Status(pod).Number("restartCount").ShouldBe(1);
        Status(pod).Number("lastState", "terminated", "exitCode").ShouldBe(1);
        pod.Phase().ShouldBe("Running");
        Status(pod).Text("state", "waiting", "message")!.ShouldStartWith("back-off 10s restarting failed container=main pod=loop_");
    }

    [Fact]
    public async Task InitContainers_RunInOrderBeforeTheOthers()
    {
        var init = $"\"initContainers\":[{Container("echo one > /s/log", Mount, "first")},{Container("echo two >> /s/log", Mount, "second")}],{Volume}";
        await RunAsync("ordered", Container("cat /s/log", Mount), init);

        var pod = await UntilPhaseAsync("ordered", "Succeeded");

        Log("ordered").ShouldBe("one\ntwo\n");
        pod.HasCondition("Initialized").ShouldBeTrue();
    }

    [Fact]
    public async Task InitContainer_ThatFails_FailsAPodThatIsNotRestarted()
    {
        await RunAsync("stuck", Container("echo never"), $"\"initContainers\":[{Container("exit 3", name: "first")}]");

        var pod = await UntilPhaseAsync("stuck", "Failed");

        Status(pod, "first").Number("state", "terminated", "exitCode").ShouldBe(3);
        Status(pod).Text("state", "waiting", "reason").ShouldBe("PodInitializing");
    }

    [Fact]
    public async Task Sidecar_RunsBesideTheOthersAndEndsAfterThem()
    {
        var init = $"\"initContainers\":[{Container("trap 'echo bye > /s/log; exit 0' TERM; touch /s/up; while true; do sleep 0.1; done", Mount + ",\"restartPolicy\":\"Always\"", "side")}],{Volume}";
        await RunAsync("sided", Container("while ! test -e /s/up; do sleep 0.1; done; echo saw it", Mount), init);

        var pod = await UntilPhaseAsync("sided", "Succeeded");

        Log("sided").ShouldBe("saw it\n");
        await UntilAsync("sided", found => Status(found, "side").At("state", "terminated") is not null, "sidecar ended");
    }

    [Fact]
    public async Task Sidecar_OfAPodWhoseInitContainerFails_EndsToo()
    {
        await RunAsync("sided", Container("echo never"), $"\"initContainers\":[{Container("trap 'exit 0' TERM; while true; do sleep 0.1; done", "\"restartPolicy\":\"Always\"", "side")},{Container("exit 1", name: "first")}]");

        var pod = await UntilPhaseAsync("sided", "Failed");

        Status(pod, "side").At("state", "terminated").ShouldNotBeNull();
    }

    [Fact]
    public async Task Deletion_GivesContainersTheirTimeAndThenRemovesAll()
    {
        var pod = await RunAsync("gone", Container("trap 'exit 0' TERM; while true; do sleep 0.1; done"));
        await UntilReadyAsync("gone");

        await Api.DeleteAsync(Kinds.Pods, Namespace, "gone");
        await UntilGoneAsync("gone");

        Events("gone").ShouldContain("Killing: Stopping container main");
        Directory.Exists(PodPaths.Of(Nodes.Paths("n0"), pod).Folder).ShouldBeFalse();
        Directory.Exists(PodPaths.Of(Nodes.Paths("n0"), pod).LogFolder).ShouldBeFalse();
    }

    [Fact]
    public async Task Deletion_ByForce_EndsTheContainersToo()
    {
        var pod = await RunAsync("forced", Container("sleep 1000"));
        await UntilReadyAsync("forced");

        await Api.DeleteAsync(Kinds.Pods, Namespace, "forced", gracePeriodSeconds: 0);

        Find("forced").ShouldBeNull();
        await Eventually.IsAsync(() => !Directory.Exists(PodPaths.Of(Nodes.Paths("n0"), pod).Folder), "its files to be gone");
    }

    [Fact]
    public async Task Container_ThatUsesUpItsMemory_IsOomKilled()
    {
        var limits = "\"resources\":{\"limits\":{\"memory\":\"16Mi\"}}";
        await RunAsync("greedy", Container("x=a; while true; do x=$x$x; done", limits));

        var pod = await UntilPhaseAsync("greedy", "Failed");

        Status(pod).Text("state", "terminated", "reason").ShouldBe("OOMKilled");
    }

    [Fact]
    public async Task LastWords_AreInTheStatus()
    {
        await RunAsync("words", Container("echo no more > /dev/termination-log; exit 2"));

        var pod = await UntilPhaseAsync("words", "Failed");

        Status(pod).Text("state", "terminated", "message").ShouldBe("no more\n");
    }

    [Fact]
    public async Task Image_ThatCannotBePulled_SaysWhyAndIsTriedAgain()
    {
        await RunAsync("missing", "{\"name\":\"main\",\"image\":\"127.0.0.1:1/none:1\"}");

        var pod = await UntilAsync("missing", found => Status(found).Text("state", "waiting", "reason") == "ImagePullBackOff", "ImagePullBackOff");

        pod.Phase().ShouldBe("Pending");
        Status(pod).Text("state", "waiting", "message")!.ShouldStartWith("Back-off pulling image \"127.0.0.1:1/none:1\": ErrImagePull: ");
        await Eventually.IsAsync(() => Events("missing").Contains("Failed: Error: ErrImagePull"), "its events");
        Nodes.Credentials.Asked.ShouldContain(("n0", "127.0.0.1:1/none:1"));
    }

    private const string Mount = "\"volumeMounts\":[{\"name\":\"s\",\"mountPath\":\"/s\"}]";
    private const string Volume = "\"volumes\":[{\"name\":\"s\",\"emptyDir\":{}}]";
}
