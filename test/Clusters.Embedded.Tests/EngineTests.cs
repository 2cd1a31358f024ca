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

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public async Task Rotation_OfTheCertificates_RefusesWhatWasGivenOutBeforeAndKeepsTheRest(bool certificate, bool token)
    {
        var before = await _test.Engine.CreateAsync(Spec);
        await _test.Engine.EnsureNodeAsync("c1", Node("n1", "kept"));
        var old = await _test.KubeconfigAsync();
        using (var admin = Client(old))
        {
            await SendAsync(admin, HttpMethod.Post, "/api/v1/namespaces", """{"metadata":{"name":"kept"}}""");
        }

        var after = await _test.Engine.RotateCertificatesAsync("c1", "first");

        after.Server.ShouldBe(before.Server);
        after.CertificateAuthority.ShouldNotBe(before.CertificateAuthority);
        var current = await _test.KubeconfigAsync();
        using var renewed = Client(current, certificate, token);
        (await SendAsync(renewed, HttpMethod.Get, "/api/v1/namespaces/kept")).Code.ShouldBe(HttpStatusCode.OK);
        (await SendAsync(renewed, HttpMethod.Get, "/api/v1/nodes/n1")).Code.ShouldBe(HttpStatusCode.OK);
        using var distrusting = Client(old, certificate, token);
        await Should.ThrowAsync<HttpRequestException>(() => SendAsync(distrusting, HttpMethod.Get, "/api/v1/namespaces"), "the server's certificate is of the new CA");
        using var refused = Client(WithAuthorityOf(current, old), certificate, token);
        (await SendAsync(refused, HttpMethod.Get, "/api/v1/namespaces")).Code.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task Rotation_Repeated_IsDoneOnceAndSurvivesARestart()
    {
        await _test.Engine.CreateAsync(Spec);
        var first = await _test.Engine.RotateCertificatesAsync("c1", "first");

        await _test.RestartAsync();
        (await _test.Engine.RotateCertificatesAsync("c1", "first")).ShouldBe(first);

        (await _test.Engine.RotateCertificatesAsync("c1", "second")).CertificateAuthority.ShouldNotBe(first.CertificateAuthority);
    }

    /// <summary>The users of one kubeconfig, with the authority of another.</summary>
    private static string WithAuthorityOf(string other, string kubeconfig) => kubeconfig.Replace(Authority(kubeconfig), Authority(other));

    private static string Authority(string kubeconfig) =>
        kubeconfig.Split('\n').Single(line => line.Contains("certificate-authority-data:", StringComparison.Ordinal));

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
