using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Verditer.Core;

namespace Verditer.Clusters.Containers.Tests;

/// <summary>The real kubectl: logs, exec, attach, port forwarding.</summary>
public sealed class StreamTests(NodesFixture nodes) : MachineTest(nodes)
{
    private const string Kubectl = "kubectl";

    [Fact]
    public async Task Logs_AreWholeTailedLimitedAndStamped()
    {
        await RunAsync("talker", Container("echo one; echo two; echo three"));
        await UntilPhaseAsync("talker", "Succeeded");

        (await KubectlAsync("logs", "talker")).ShouldBe("one\ntwo\nthree\n");
        (await KubectlAsync("logs", "talker", "--tail=2")).ShouldBe("two\nthree\n");
        (await KubectlAsync("logs", "talker", "--tail=0")).ShouldBe("");
        (await KubectlAsync("logs", "talker", "--limit-bytes=5")).ShouldBe("one\nt");
        (await KubectlAsync("logs", "talker", "--since=1h")).ShouldBe("one\ntwo\nthree\n");
        (await KubectlAsync("logs", "talker", "--since-time=2200-01-01T00:00:00Z")).ShouldBe("");
        (await KubectlAsync("logs", "talker", "--timestamps", "--tail=1")).ShouldMatch(@"\A\d{4}-\d\d-\d\dT\S+ three\n\z");
    }

    [Fact]
    public async Task Logs_Followed_EndWithTheContainer()
    {
        await RunAsync("long", Container("for i in 1 2 3; do echo $i; sleep 0.3; done"));
        await UntilAsync("long", pod => Status(pod).At("state", "running") is not null || Status(pod).At("state", "terminated") is not null, "started");

        (await KubectlAsync("logs", "-f", "long")).ShouldBe("1\n2\n3\n");
    }

    [Fact]
    public async Task Logs_OfTheRunBefore_AreKept()
    {
        await RunAsync("twice", Container("if test -e /e/was; then echo second; sleep 1000; fi; touch /e/was; echo first; exit 1", "\"volumeMounts\":[{\"name\":\"e\",\"mountPath\":\"/e\"}]"), "\"restartPolicy\":\"Always\",\"volumes\":[{\"name\":\"e\",\"emptyDir\":{}}]");
        await UntilAsync("twice", pod => Status(pod).Number("restartCount") == 1 && Status(pod).At("state", "running") is not null, "running again");

        (await KubectlAsync("logs", "--previous", "twice")).ShouldBe("first\n");
        await Eventually.IsAsync(() => Log("twice", attempt: 1) == "second\n", "the second run's log");
        (await KubectlAsync("logs", "twice")).ShouldBe("second\n");
    }

    [Fact]
    public async Task Exec_RunsACommandWithInputAndTellsItsExitCode()
    {
        await RunAsync("box", Container("sleep 1000"));
        await UntilReadyAsync("box");

        (await KubectlAsync("exec", "box", "--", "sh", "-c", "echo out; hostname")).ShouldBe("out\nbox\n");
        var (code, output, error) = await StartAsync("into", "exec", "-i", "box", "--", "sh", "-c", "cat; echo wrong >&2; exit 3");

        code.ShouldBe(3);
        output.ShouldBe("into");
        error.ShouldContain("wrong");
    }

    [Fact]
    public async Task Exec_OfAContainerThatEnded_IsRefused()
    {
        await RunAsync("over", Container("true"));
        await UntilPhaseAsync("over", "Succeeded");

        var (code, _, error) = await StartAsync(null, "exec", "over", "--", "true");

        code.ShouldNotBe(0);
        error.ShouldContain("cannot exec into a container in a completed pod; current phase is Succeeded");
    }

    [Fact]
    public async Task Attach_GivesInputToTheContainersProgram()
    {
        await RunAsync("attached", Container("cat; echo end", "\"stdin\":true,\"stdinOnce\":true"));
        await UntilReadyAsync("attached");

        await StartAsync("from outside\n", "attach", "-i", "attached");

        await UntilPhaseAsync("attached", "Succeeded");
        Log("attached").ShouldBe("from outside\nend\n");
    }

    [Fact]
    public async Task PortForward_ReachesThePod()
    {
        await RunAsync("served", Container("while true; do echo forwarded | nc -l -p 8080; done"));
        await UntilReadyAsync("served");
        using var process = Process.Start(await StartInfoAsync("port-forward", "pod/served", ":8080"))!;
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

    private async Task<string> KubectlAsync(params string[] arguments)
    {
        var (code, output, error) = await StartAsync(null, arguments);
        code.ShouldBe(0, error);
        return output;
    }

    private async Task<(int Code, string Output, string Error)> StartAsync(string? input, params string[] arguments)
    {
        using var process = Process.Start(await StartInfoAsync(arguments))!;
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (process.ExitCode, await output, await error);
    }

    private async Task<ProcessStartInfo> StartInfoAsync(params string[] arguments)
    {
        Assert.SkipWhen(HostPrograms.Find(Kubectl) is null, "kubectl is not installed. apt-get install kubernetes-client");
        var config = Path.Combine(Nodes.Folder, $"{Namespace}.kubeconfig");
        await File.WriteAllTextAsync(config, await Nodes.KubeconfigAsync());
        return new ProcessStartInfo(Kubectl, [.. arguments.TakeWhile(word => word != "--"), "--kubeconfig", config, "-n", Namespace, .. arguments.SkipWhile(word => word != "--")])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
    }
}
