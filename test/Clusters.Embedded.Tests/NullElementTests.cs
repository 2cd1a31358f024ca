using System.Net;
using Verditer.Core;
using static Verditer.Clusters.Embedded.Tests.TestEngine;

namespace Verditer.Clusters.Embedded.Tests;

/// <summary>A null in a list is an element with nothing set, and is judged as one.</summary>
public sealed class NullElementTests : IAsyncLifetime
{
    private const string Core = "/api/v1/namespaces/default";
    private const string Rbac = "/apis/rbac.authorization.k8s.io/v1";
    private const string Role = """ "roleRef":{"apiGroup":"rbac.authorization.k8s.io","kind":"ClusterRole","name":"view"} """;

    private TestEngine _test = null!;
    private HttpClient _admin = null!;

    public async ValueTask InitializeAsync()
    {
        _test = Start();
        await _test.Engine.CreateAsync(Spec);
        _admin = Client(await _test.KubeconfigAsync());
    }

    public async ValueTask DisposeAsync()
    {
        _admin.Dispose();
        await _test.DisposeAsync();
    }

    [Theory]
    [InlineData($"{Core}/pods", """ "spec":{"containers":[null]} """, "spec.containers[0].name")]
    [InlineData($"{Core}/pods", """ "spec":{"containers":[{"name":"a","image":"a"}],"initContainers":[null]} """, "spec.initContainers[0].name")]
    [InlineData($"{Core}/pods", """ "spec":{"containers":[{"name":"a","image":"a"}],"volumes":[null]} """, "spec.volumes[0].name")]
    [InlineData($"{Core}/pods", """ "spec":{"containers":[{"name":"a","image":"a","ports":[null]}]} """, "spec.containers[0].ports[0].containerPort")]
    [InlineData($"{Core}/pods", """ "spec":{"containers":[{"name":"a","image":"a","env":[null]}]} """, "spec.containers[0].env[0].name")]
    [InlineData($"{Core}/services", """ "spec":{"ports":[null]} """, "spec.ports[0].port")]
    [InlineData($"{Rbac}/namespaces/default/rolebindings", $$""" "subjects":[null],{{Role}} """, "subjects[0].name")]
    [InlineData($"{Rbac}/namespaces/default/rolebindings", $$""" "subjects":[{"name":"a"}],{{Role}} """, "subjects[0].kind")]
    [InlineData($"{Rbac}/clusterrolebindings", $$""" "subjects":[null],{{Role}} """, "subjects[0].kind")]
    [InlineData($"{Rbac}/namespaces/default/rolebindings", """ "subjects":[{"kind":"User","name":"a"}] """, "roleRef.name")]
    [InlineData($"{Rbac}/namespaces/default/rolebindings", """ "roleRef":null """, "roleRef.kind")]
    [InlineData($"{Rbac}/clusterrolebindings", """ "roleRef":{"kind":"Role","name":"view"} """, "roleRef.kind")]
    public async Task Create_WithAnElementThatSaysNothing_NamesWhatIsMissing(string path, string members, string field)
    {
        var (code, body) = await SendAsync(_admin, HttpMethod.Post, path, $$"""{"metadata":{"name":"x"},{{members}}}""");

        code.ShouldBe(HttpStatusCode.UnprocessableEntity, body.ToString());
        body.At("details", "causes")!.AsArray().Select(cause => cause.Text("field")).ShouldContain(field);
        (await SendAsync(_admin, HttpMethod.Get, $"{path}/x")).Code.ShouldBe(HttpStatusCode.NotFound);
    }

    [Theory]
    [InlineData("application/json-patch+json", """[{"op":"add","path":"/spec/containers/-","value":null}]""")]
    [InlineData("application/merge-patch+json", """{"spec":{"containers":[null]}}""")]
    public async Task Patch_WithANullContainer_IsRefused(string type, string patch)
    {
        await SendAsync(_admin, HttpMethod.Post, $"{Core}/pods", """{"metadata":{"name":"p"},"spec":{"containers":[{"name":"a","image":"a"}]}}""");

        var (code, body) = await SendAsync(_admin, HttpMethod.Patch, $"{Core}/pods/p", patch, type);

        code.ShouldBe(HttpStatusCode.UnprocessableEntity, body.ToString());
    }

    [Fact]
    public async Task Create_WithANullValue_StoresTheEmptyOne()
    {
        await SendAsync(_admin, HttpMethod.Post, $"{Core}/configmaps", """{"metadata":{"name":"m","labels":{"a":null}},"data":{"k":null}}""");

        var (_, map) = await SendAsync(_admin, HttpMethod.Get, $"{Core}/configmaps/m");

        map.Text("data", "k").ShouldBe("");
        map.Text("metadata", "labels", "a").ShouldBe("");
    }
}
