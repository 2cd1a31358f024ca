using System.Net;
using Verditer.Core;
using static Verditer.Clusters.Embedded.Tests.TestEngine;

namespace Verditer.Clusters.Embedded.Tests;

/// <summary>Only what a path says in full is served.</summary>
public sealed class PathTests : IAsyncLifetime
{
    private const string Pods = "/api/v1/namespaces/default/pods";

    private TestEngine _test = null!;
    private HttpClient _admin = null!;

    public async ValueTask InitializeAsync()
    {
        _test = Start();
        await _test.Engine.CreateAsync(Spec);
        _admin = Client(await _test.KubeconfigAsync());
        await SendAsync(_admin, HttpMethod.Post, Pods, """{"metadata":{"name":"p1"},"spec":{"containers":[{"name":"a","image":"a:1"}]}}""");
    }

    public async ValueTask DisposeAsync()
    {
        _admin.Dispose();
        await _test.DisposeAsync();
    }

    [Theory]
    [InlineData("POST", $"{Pods}/p1/eviction/extra", """{"kind":"Eviction","metadata":{"name":"p1"}}""")]
    [InlineData("GET", $"{Pods}/p1/status/extra", null)]
    [InlineData("GET", "/api/v1/namespaces/default/status/extra", null)]
    [InlineData("GET", "/apis/apps/v1/namespaces/default/deployments/d/scale/extra", null)]
    public async Task PathThatGoesOnAfterASubresource_IsNotServed(string method, string path, string? body)
    {
        var (code, answer) = await SendAsync(_admin, new(method), path, body);

        code.ShouldBe(HttpStatusCode.NotFound);
        answer.Text("message").ShouldBe("the server could not find the requested resource");
        (await SendAsync(_admin, HttpMethod.Get, $"{Pods}/p1")).Body.Text("metadata", "deletionTimestamp").ShouldBeNull();
    }

    [Fact]
    public async Task PathThatGoesOnAfterProxy_IsTheProxys() =>
        (await SendAsync(_admin, HttpMethod.Get, $"{Pods}/p1/proxy/some/page")).Code.ShouldBe(HttpStatusCode.NotImplemented);
}
