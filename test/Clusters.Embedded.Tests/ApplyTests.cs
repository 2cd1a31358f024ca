using System.Net;
using Verditer.Core;

namespace Verditer.Clusters.Embedded.Tests;

/// <summary>What server-side apply is sent is what its path names.</summary>
public sealed class ApplyTests : ClusterTest
{
    private const string Map = $"{Core}/configmaps/m?fieldManager=test";
    private const string Scale = $"{Apps}/deployments/web/scale";

    [Theory]
    [InlineData("apiVersion: v1\nkind: Secret\nmetadata: {name: m}", "cannot be handled as a ConfigMap")]
    [InlineData("apiVersion: v2\nkind: ConfigMap\nmetadata: {name: m}", "Incorrect version specified in apply patch. Specified patch version: v2, expected: v1")]
    [InlineData("kind: ConfigMap\nmetadata: {name: m}", "Incorrect version specified in apply patch. Specified patch version: , expected: v1")]
    [InlineData("apiVersion: v1\nkind: ConfigMap\nmetadata: {name: other}", "the name of the object (other) does not match the name on the URL (m)")]
    [InlineData("apiVersion: v1\nkind: ConfigMap\nmetadata: {name: m, namespace: other}", "the namespace of the provided object does not match the namespace sent on the request")]
    [InlineData("apiVersion: v1\nkind: ConfigMap\nmetadata: {name: m, managedFields: [{manager: x}]}", "metadata.managedFields must be nil")]
    public async Task Configuration_OfSomethingElse_IsRefused(string config, string text)
    {
        var (code, body) = await SendAsync("PATCH", Map, config, Apply);

        code.ShouldBe(HttpStatusCode.BadRequest, body.ToString());
        body.Text("message")!.ShouldContain(text);
        (await SendAsync("GET", $"{Core}/configmaps/m")).Code.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Scale_IsAppliedAndOwned()
    {
        await OkAsync("POST", $"{Apps}/deployments", Deployment);
        const string Three = "apiVersion: autoscaling/v1\nkind: Scale\nmetadata: {name: web, namespace: default}\nspec: {replicas: 3}";

        var scale = await OkAsync("PATCH", $"{Scale}?fieldManager=one", Three, Apply);
        var (code, body) = await SendAsync("PATCH", $"{Scale}?fieldManager=two", Three.Replace("3", "4", StringComparison.Ordinal), Apply);
        var forced = await OkAsync("PATCH", $"{Scale}?fieldManager=two&force=true", Three.Replace("3", "4", StringComparison.Ordinal), Apply);

        scale.Text("kind").ShouldBe("Scale");
        scale.Number("spec", "replicas").ShouldBe(3);
        code.ShouldBe(HttpStatusCode.Conflict);
        body.Text("message").ShouldBe("Apply failed with 1 conflict: conflict with \"one\": .spec.replicas");
        forced.Number("spec", "replicas").ShouldBe(4);
        var entries = (await OkAsync("GET", $"{Apps}/deployments/web")).At("metadata", "managedFields")!.AsArray();
        entries.Select(one => (one.Text("manager"), one.Text("subresource"), one.Text("apiVersion"))).ShouldBe([("two", "scale", "apps/v1")]);
    }

    [Theory]
    [InlineData("PATCH", Apply, "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web}\nspec: {replicas: 3}", HttpStatusCode.BadRequest)]
    [InlineData("PATCH", Apply, "apiVersion: autoscaling/v1\nkind: Scale\nspec: {replicas: many}", HttpStatusCode.BadRequest)]
    [InlineData("PATCH", MergePatch, """{"spec":{"replicas":"many"}}""", HttpStatusCode.UnprocessableEntity)]
    [InlineData("PATCH", MergePatch, """{"spec":{"replicas":-1}}""", HttpStatusCode.UnprocessableEntity)]
    [InlineData("PUT", "application/json", """{"metadata":{"name":"web"},"spec":{"replicas":"many"}}""", HttpStatusCode.BadRequest)]
    [InlineData("PUT", "application/json", """{"metadata":{"name":"web"},"spec":{"replicas":1.5}}""", HttpStatusCode.BadRequest)]
    [InlineData("PUT", "application/json", """{"metadata":{"name":"web"},"spec":{"replicas":-1}}""", HttpStatusCode.UnprocessableEntity)]
    [InlineData("PUT", "application/json", """{"metadata":{"name":"other"},"spec":{"replicas":1}}""", HttpStatusCode.BadRequest)]
    public async Task Scale_ThatIsNone_IsRefusedAndChangesNothing(string method, string type, string body, HttpStatusCode expected)
    {
        await OkAsync("POST", $"{Apps}/deployments", Deployment);

        var (code, answer) = await SendAsync(method, $"{Scale}?fieldManager=one", body, type);

        code.ShouldBe(expected, answer.ToString());
        (await OkAsync("GET", $"{Apps}/deployments/web")).Number("spec", "replicas").ShouldBe(1);
    }

    [Fact]
    public async Task Status_ThatIsAppliedWithTheObject_BelongsToNobody()
    {
        await OkAsync("PATCH", $"{Apps}/deployments/web?fieldManager=one", $$"""{"apiVersion":"apps/v1","kind":"Deployment","status":{"replicas":5},{{Deployment.TrimStart()[1..]}}""", Apply);

        var (code, body) = await SendAsync(
            "PATCH", $"{Apps}/deployments/web/status?fieldManager=two", "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web}\nstatus: {replicas: 2}", Apply);

        code.ShouldBe(HttpStatusCode.OK, body.ToString());
        body.Number("status", "replicas").ShouldBe(2);
    }
}
