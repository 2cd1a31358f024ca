using Verditer.Core;
using Verditer.Kubernetes.Controllers;

namespace Verditer.Clusters.Containers.Tests;

public sealed class ProbeTests(NodesFixture nodes) : MachineTest(nodes)
{
    private const string Fast = "\"periodSeconds\":1,\"failureThreshold\":1";

    [Fact]
    public async Task Readiness_FollowsTheProbe()
    {
        await RunAsync("ready", Container("sleep 1000", $"\"readinessProbe\":{{\"exec\":{{\"command\":[\"test\",\"-e\",\"/tmp/ready\"]}},{Fast}}}"));
        await UntilAsync("ready", found => found.Phase() == "Running", "Running");
        await Eventually.IsAsync(() => Events("ready").Any(one => one.StartsWith("Unhealthy: Readiness probe failed", StringComparison.Ordinal)), "the event");
        Find("ready")!.IsReady().ShouldBeFalse();

        var id = Status(Find("ready")!).Text("containerID")!["containerd://".Length..];
        using var runtime = new RuntimeConnection(Nodes.Socket("n0"));
        await runtime.Pods.ExecSyncAsync(new() { ContainerId = id, Cmd = { "touch", "/tmp/ready" } });

        await UntilReadyAsync("ready");
    }

    [Fact]
    public async Task Liveness_ThatFails_StartsTheContainerAgain()
    {
        await RunAsync("alive", Container("sleep 1000", $"\"livenessProbe\":{{\"exec\":{{\"command\":[\"test\",\"-e\",\"/tmp/alive\"]}},{Fast}}}"), "\"restartPolicy\":\"Always\"");

        await UntilAsync("alive", found => Status(found).Number("restartCount") > 0, "restarted");

        Events("alive").ShouldContain("Killing: Container main failed liveness probe, will be restarted");
        Status(Find("alive")!).Number("lastState", "terminated", "exitCode").ShouldBe(137);
    }

    [Theory]
    [InlineData("\"tcpSocket\":{\"port\":8080}")]
    [InlineData("\"httpGet\":{\"path\":\"/\",\"port\":\"web\"}")]
    public async Task Probes_ByTheNetwork_ReachThePod(string handler)
    {
        const string serve = "while true; do printf 'HTTP/1.1 200 OK\\r\\nContent-Length: 0\\r\\nConnection: close\\r\\n\\r\\n' | nc -l -p 8080; done";
        await RunAsync("served", Container(serve, $"\"ports\":[{{\"name\":\"web\",\"containerPort\":8080}}],\"readinessProbe\":{{{handler},{Fast}}}"));

        await UntilReadyAsync("served");
    }

    [Theory]
    [InlineData("\"tcpSocket\":{\"port\":70000}")]
    [InlineData("\"httpGet\":{\"path\":\"/\",\"port\":70000}")]
    [InlineData("\"httpGet\":{\"path\":\"/\",\"port\":80,\"scheme\":\"FTP\"}")]
    public async Task Probe_OfNoAddress_FailsAndGoesOn(string handler)
    {
        await RunAsync("wrong", Container("sleep 1000", $"\"livenessProbe\":{{{handler},{Fast}}}"), "\"restartPolicy\":\"Always\"");

        await UntilAsync("wrong", found => Status(found).Number("restartCount") > 0, "restarted");
    }

    [Fact]
    public async Task StartupProbe_HoldsTheOthersBack()
    {
        const string probes = "\"startupProbe\":{\"exec\":{\"command\":[\"test\",\"-e\",\"/tmp/up\"]},\"periodSeconds\":1,\"failureThreshold\":60},\"livenessProbe\":{\"exec\":{\"command\":[\"test\",\"-e\",\"/tmp/up\"]},\"periodSeconds\":1,\"failureThreshold\":1}";
        await RunAsync("slow", Container("sleep 2; touch /tmp/up; sleep 1000", probes));

        var pod = await UntilReadyAsync("slow");

        Status(pod).Number("restartCount").ShouldBe(0);
        Status(pod).Flag("started").ShouldBe(true);
    }

    [Fact]
    public async Task Hooks_RunAfterTheStartAndBeforeTheEnd()
    {
        const string hooks = "\"lifecycle\":{\"postStart\":{\"exec\":{\"command\":[\"sh\",\"-c\",\"echo begun > /h/begun\"]}},\"preStop\":{\"exec\":{\"command\":[\"sh\",\"-c\",\"echo ended > /h/ended\"]}}},\"volumeMounts\":[{\"name\":\"h\",\"mountPath\":\"/h\"}]";
        var folder = Path.Combine(Nodes.Folder, Namespace);
        await RunAsync("hooked", Container("sleep 1000", hooks), $"\"volumes\":[{{\"name\":\"h\",\"hostPath\":{{\"path\":\"{folder}\",\"type\":\"DirectoryOrCreate\"}}}}]");
        await UntilReadyAsync("hooked");
        File.ReadAllText(Path.Combine(folder, "begun")).ShouldBe("begun\n");

        await Api.DeleteAsync(Kinds.Pods, Namespace, "hooked");
        await UntilGoneAsync("hooked");

        File.ReadAllText(Path.Combine(folder, "ended")).ShouldBe("ended\n");
    }
}
