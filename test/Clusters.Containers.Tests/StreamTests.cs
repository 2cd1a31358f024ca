using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Verditer.Core;

namespace Verditer.Clusters.Containers.Tests;

/// <summary>The real kubectl: logs, exec, attach, port forwarding.</summary>
public sealed class StreamTests(NodesFixture nodes) : MachineTest(nodes)
{
    /// <summary>The one that is installed, and the newer one of scripts/az-trixie.sh where that was made: it speaks WebSocket first.</summary>
    public static TheoryData<string> Clients
    {
        get
        {
            var cache = Environment.GetEnvironmentVariable("VERDITER_CACHE") ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache", "verditer");
            var newer = Path.Combine(cache, "trixie-bin", "kubectl");
            return File.Exists(newer) ? ["kubectl", newer] : ["kubectl"];
        }
    }

    [Theory]
    [MemberData(nameof(Clients))]
    public async Task Logs_AreWholeTailedLimitedAndStamped(string kubectl)
    {
        await RunAsync("talker", Container("echo one; echo two; echo three"));
        await UntilPhaseAsync("talker", "Succeeded");

        (await KubectlAsync(kubectl, "logs", "talker")).ShouldBe("one\ntwo\nthree\n");
        (await KubectlAsync(kubectl, "logs", "talker", "--tail=2")).ShouldBe("two\nthree\n");
        (await KubectlAsync(kubectl, "logs", "talker", "--tail=0")).ShouldBe("");
        (await KubectlAsync(kubectl, "logs", "talker", "--limit-bytes=5")).ShouldBe("one\nt");
        (await KubectlAsync(kubectl, "logs", "talker", "--since=1h")).ShouldBe("one\ntwo\nthree\n");
        (await KubectlAsync(kubectl, "logs", "talker", "--since-time=2200-01-01T00:00:00Z")).ShouldBe("");
        (await KubectlAsync(kubectl, "logs", "talker", "--timestamps", "--tail=1")).ShouldMatch(@"\A\d{4}-\d\d-\d\dT\S+ three\n\z");
    }

    [Theory]
    [MemberData(nameof(Clients))]
    public async Task Logs_Followed_EndWithTheContainer(string kubectl)
    {
        await RunAsync("long", Container("for i in 1 2 3; do echo $i; sleep 0.3; done"));
        await UntilAsync("long", pod => Status(pod).At("state", "running") is not null || Status(pod).At("state", "terminated") is not null, "started");

        (await KubectlAsync(kubectl, "logs", "-f", "long")).ShouldBe("1\n2\n3\n");
    }

    [Theory]
    [MemberData(nameof(Clients))]
    public async Task Logs_OfTheRunBefore_AreKept(string kubectl)
    {
        await RunAsync("twice", Container("if test -e /e/was; then echo second; sleep 1000; fi; touch /e/was; echo first; exit 1", "\"volumeMounts\":[{\"name\":\"e\",\"mountPath\":\"/e\"}]"), "\"restartPolicy\":\"Always\",\"volumes\":[{\"name\":\"e\",\"emptyDir\":{}}]");
        await UntilAsync("twice", pod => Status(pod).Number("restartCount") == 1 && Status(pod).At("state", "running") is not null, "running again");

        (await KubectlAsync(kubectl, "logs", "--previous", "twice")).ShouldBe("first\n");
        await Eventually.IsAsync(() => Log("twice", attempt: 1) == "second\n", "the second run's log");
        (await KubectlAsync(kubectl, "logs", "twice")).ShouldBe("second\n");
    }

    [Theory]
    [MemberData(nameof(Clients))]
    public async Task Exec_RunsACommandWithInputAndTellsItsExitCode(string kubectl)
    {
        await RunAsync("box", Container("sleep 1000"));
        await UntilReadyAsync("box");

        (await KubectlAsync(kubectl, "exec", "box", "--", "sh", "-c", "echo out; hostname")).ShouldBe("out\nbox\n");
        var (code, output, error) = await StartAsync(kubectl, "into", "exec", "-i", "box", "--", "sh", "-c", "cat; echo wrong >&2; exit 3");

        code.ShouldBe(3);
        output.ShouldBe("into");
        error.ShouldContain("wrong");
    }

    [Theory]
    [MemberData(nameof(Clients))]
    public async Task Exec_OfAContainerThatEnded_IsRefused(string kubectl)
    {
        await RunAsync("over", Container("true"));
        await UntilPhaseAsync("over", "Succeeded");

        var (code, _, error) = await StartAsync(kubectl, null, "exec", "over", "--", "true");

        code.ShouldNotBe(0);
        error.ShouldContain("cannot exec into a container in a completed pod; current phase is Succeeded");
    }

    [Theory]
    [MemberData(nameof(Clients))]
    public async Task Attach_GivesInputToTheContainersProgram(string kubectl)
    {
        await RunAsync("attached", Container("cat; echo end", "\"stdin\":true,\"stdinOnce\":true"));
        await UntilReadyAsync("attached");

        await StartAsync(kubectl, "from outside\n", "attach", "-i", "attached");

        await UntilPhaseAsync("attached", "Succeeded");
        Log("attached").ShouldBe("from outside\nend\n");
    }

    [Theory]
    [MemberData(nameof(Clients))]
    public async Task PortForward_ReachesThePod(string kubectl)
    {
        await RunAsync("served", Container("while true; do echo forwarded | nc -l -p 8080; done"));
        await UntilReadyAsync("served");
        using var process = Process.Start(await StartInfoAsync(kubectl, "port-forward", "pod/served", ":8080"))!;
        try
        {
            var line = await process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken);
            var port = int.Parse(line!.Split("127.0.0.1:")[1].Split(' ')[0], CultureInfo.InvariantCulture);
            using var client = new TcpClient();
            await client.ConnectAsync(new IPEndPoint(IPAddress.Loopback, port), TestContext.Current.CancellationToken);
            using var reader = new StreamReader(client.GetStream());
            (await reader.ReadLineAsync(TestContext.Current.CancellationToken)).ShouldBe("forwarded");
        }
        finally
        {
            process.Kill();
        }
    }

    private async Task<string> KubectlAsync(string kubectl, params string[] arguments)
    {
        var (code, output, error) = await StartAsync(kubectl, null, arguments);
        code.ShouldBe(0, error);
        return output;
    }

    private async Task<(int Code, string Output, string Error)> StartAsync(string kubectl, string? input, params string[] arguments)
    {
        using var process = Process.Start(await StartInfoAsync(kubectl, arguments))!;
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (process.ExitCode, await output, await error);
    }

    private async Task<ProcessStartInfo> StartInfoAsync(string kubectl, params string[] arguments)
    {
        Assert.SkipWhen(!Path.IsPathRooted(kubectl) && HostPrograms.Find(kubectl) is null, "kubectl is not installed. apt-get install kubernetes-client");
        var config = Path.Combine(Nodes.Folder, $"{Namespace}.kubeconfig");
        await File.WriteAllTextAsync(config, await Nodes.KubeconfigAsync());
        return new ProcessStartInfo(kubectl, [.. arguments.TakeWhile(word => word != "--"), "--kubeconfig", config, "-n", Namespace, .. arguments.SkipWhile(word => word != "--")])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
    }
}
