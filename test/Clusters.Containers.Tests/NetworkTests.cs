using Verditer.Core;

namespace Verditer.Clusters.Containers.Tests;

public sealed class NetworkTests(NodesFixture nodes) : MachineTest(nodes)
{
    [Theory]
    [InlineData("n0")]
    [InlineData("n1")]
    public async Task Pods_ReachPodsOfAnyNode(string node)
    {
        await RunAsync("server", Container("while true; do echo here | nc -l -p 8080; done"));
        var address = (await UntilReadyAsync("server")).Text("status", "podIP");

        var output = await OutputAsync("client", $"until nc -w 5 {address} 8080 </dev/null; do sleep 0.1; done", node: node);

        output.ShouldBe("here\n");
    }

    [Theory]
    [InlineData("n0", "")]
    [InlineData("n1", "")]
    [InlineData("n1", "\"hostNetwork\":true")]
    public async Task Metadata_IsThatOfThePodsOwnNode(string node, string more)
    {
        var output = await OutputAsync("asker", "printf 'GET / HTTP/1.1\\r\\n\\r\\n' | nc -w 5 169.254.169.254 80", pod: more, node: node);

        output.ShouldEndWith($"metadata of {node}\n");
    }

    [Fact]
    public async Task Metadata_FromTheVirtualNetwork_IsNotReached()
    {
        var router = new HostNames(Nodes.Folder).Router("vnet");
        var cancellationToken = TestContext.Current.CancellationToken;
        await VirtualNetworks.IpAsync(router, cancellationToken, $"route replace {NodeNamespace.MetadataAddress} via 10.224.0.4 dev {VirtualNetworks.Bridge}");

        // Nothing answers, so it is the client that gives up.
        var reached = await HostCommand.TryAsync("nsenter", $"--net={HostNames.PathOf(router)}", "timeout", "1", "bash", "-c", $"exec 3<>/dev/tcp/{NodeNamespace.MetadataAddress}/80");
        await VirtualNetworks.IpAsync(router, cancellationToken, $"route del {NodeNamespace.MetadataAddress}");

        reached.ShouldBeFalse();
    }

    [Fact]
    public async Task Metadata_OfTheHostStaysTheHosts()
    {
        var addresses = await HostCommand.RunAsync("ip", ["-o", "addr"]);

        addresses.ShouldNotContain("169.254.169.254");
    }

    [Fact]
    public async Task Pod_OnTheNodesNetwork_HasTheNodesAddress()
    {
        await RunAsync("hosted", Container("sleep 1000"), "\"hostNetwork\":true");

        (await UntilReadyAsync("hosted")).Text("status", "podIP").ShouldBe("10.224.0.4");
    }

    [Fact]
    public async Task Pod_KnowsItsNameAndResolver()
    {
        var lines = (await OutputAsync("named", "hostname; grep named /etc/hosts | head -n 1; cat /etc/resolv.conf")).Split('\n');

        lines[0].ShouldBe("named");
        lines[1].ShouldBe($"{Find("named").Text("status", "podIP")}\tnamed");
        lines[2..5].ShouldBe([$"search {Namespace}.svc.cluster.local svc.cluster.local cluster.local", "nameserver 10.0.0.10", "options ndots:5"]);
    }
}
