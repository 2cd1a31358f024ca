using System.Net;
using System.Net.Sockets;
using Verditer.Core;
using static Verditer.Clusters.Embedded.Tests.TestEngine;

namespace Verditer.Clusters.Embedded.Tests;

public sealed class EngineTests : IAsyncLifetime
{
    private TestEngine _test = null!;

    public ValueTask InitializeAsync()
    {
        _test = Start();
        return default;
    }

    public ValueTask DisposeAsync() => _test.DisposeAsync();

    private static NodeSpec Node(string name, string label) =>
        new(name, $"azure:///{name}", "1.32.6", 2, 8L << 30, 110, "10.224.0.4", new Dictionary<string, string> { ["kind"] = label }, []);

    [Fact]
    public async Task Create_MakesAClusterThatItsAdministratorCanUse()
    {
        await _test.Engine.CreateAsync(Spec);
        using var admin = Client(await _test.KubeconfigAsync());

        var (code, body) = await SendAsync(admin, HttpMethod.Get, "/api/v1/namespaces");

        code.ShouldBe(HttpStatusCode.OK);
        body["items"]!.AsArray().Select(one => one.Text("metadata", "name")).ShouldBe(["default", "kube-node-lease", "kube-public", "kube-system"]);
        (await SendAsync(admin, HttpMethod.Get, "/api/v1/namespaces/default/services/kubernetes")).Body.Text("spec", "clusterIP").ShouldBe("10.0.0.1");
    }

    [Fact]
    public async Task Create_Twice_IsTheSameCluster()
    {
        var first = await _test.Engine.CreateAsync(Spec);

        var second = await _test.Engine.CreateAsync(Spec);

        second.ShouldBe(first);
    }

    [Fact]
    public async Task Restart_KeepsAddressCredentialsAndObjects()
    {
        var before = await _test.Engine.CreateAsync(Spec);
        using var admin = Client(await _test.KubeconfigAsync());
        await SendAsync(admin, HttpMethod.Post, "/api/v1/namespaces", """{"metadata":{"name":"kept"}}""");

        await _test.RestartAsync();
        var after = await _test.Engine.StartAsync("c1");

        after.ShouldBe(before);
        (await SendAsync(admin, HttpMethod.Get, "/api/v1/namespaces/kept")).Code.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Start_WhenItsPortIsTaken_SaysSo()
    {
        var address = new Uri((await _test.Engine.CreateAsync(Spec)).Server);
        await _test.RestartAsync();
        using var other = new TcpListener(IPAddress.Loopback, address.Port);
        other.Start();

        var failure = await Should.ThrowAsync<ClusterEngineException>(() => _test.Engine.StartAsync("c1"), "for the user");

        failure.Message.ShouldContain($"127.0.0.1:{address.Port}");
    }

    [Fact]
    public async Task EnsureNode_ThatTheApiRefuses_SaysSoAndKeepsNothing()
    {
        await _test.Engine.CreateAsync(Spec);

        var failure = await Should.ThrowAsync<ClusterEngineException>(() => _test.Engine.EnsureNodeAsync("c1", Node("bad", "not a value")));

        failure.Message.ShouldContain("'bad'");
        failure.Message.ShouldContain("metadata.labels");
        (await _test.Engine.ListNodesAsync("c1")).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("gpu=true:Never", "metadata.taints[0].effect")]
    [InlineData("gpu", "metadata.taints[0].effect")]
    [InlineData(":NoSchedule", "metadata.taints[0].key")]
    [InlineData("gpu=not a value:NoSchedule", "metadata.taints[0].value")]
    public async Task EnsureNode_WithATaintThatTheApiRefuses_SaysSo(string taint, string field)
    {
        await _test.Engine.CreateAsync(Spec);

        var failure = await Should.ThrowAsync<ClusterEngineException>(() => _test.Engine.EnsureNodeAsync("c1", Node("bad", "value") with { Taints = [taint] }));

        failure.Message.ShouldContain(field);
        (await _test.Engine.ListNodesAsync("c1")).ShouldBeEmpty();
    }

    [Fact]
    public async Task Start_WithANodeThatIsRefused_GoesOnWithTheOthers()
    {
        await _test.Engine.CreateAsync(Spec);
        await _test.Engine.StopAsync("c1");
        await _test.Engine.EnsureNodeAsync("c1", Node("bad", "not a value"));
        await _test.Engine.EnsureNodeAsync("c1", Node("good", "value"));

        await _test.Engine.StartAsync("c1");

        using var admin = Client(await _test.KubeconfigAsync());
        var (_, nodes) = await SendAsync(admin, HttpMethod.Get, "/api/v1/nodes");
        nodes["items"]!.AsArray().Select(node => node.Text("metadata", "name")).ShouldBe(["good"]);
    }

    [Fact]
    public async Task State_HoldsNoKeyOrTokenInPlainText()
    {
        await _test.Engine.CreateAsync(Spec);
        var token = (await _test.KubeconfigAsync()).Split("token: ")[1].Trim();
        await _test.Engine.StopAsync("c1");
        await _test.RestartAsync();

        var text = _test.StateText();
        text.ShouldNotContain(token);
        text.ShouldNotContain("PRIVATE KEY");
    }

    [Fact]
    public async Task Delete_RemovesEverything()
    {
        await _test.Engine.CreateAsync(Spec);
        using var admin = Client(await _test.KubeconfigAsync());

        await _test.Engine.DeleteAsync("c1");

        await Should.ThrowAsync<HttpRequestException>(() => admin.GetAsync("/version"));
        await Should.ThrowAsync<EmbeddedClusterException>(() => _test.Engine.StartAsync("c1"));
        await _test.Engine.CreateAsync(Spec);
        await _test.Engine.DeleteAsync("c1");
    }
}
