using Verditer.Core;

namespace Verditer.Clusters.Embedded.Tests;

/// <summary>What a strategic merge patch cannot say is an error with upstream's code and words.</summary>
public sealed class StrategicMergeTests : ClusterTest
{
    private const string Containers = """{"spec":{"template":{"spec":{"containers":[ITEM]}}}}""";

    [Theory]
    [InlineData("""{"image":"b:1"}""", 500, "map: map[image:b:1] does not contain declared merge key: name")]
    [InlineData("""{"$patch":"delete"}""", 500, "map: map[$patch:delete] does not contain declared merge key: name")]
    [InlineData("""{"$patch":"merge","name":"a"}""", 500, "merging lists cannot yet be specified in the patch")]
    [InlineData("""{"$patch":"destroy","name":"a"}""", 500, "unknown patch type: destroy in map: map[$patch:destroy name:a]")]
    [InlineData("null", 500, "list element types are not identical: ")]
    [InlineData("\"a\"", 500, "list element types are not identical: ")]
    public Task Element_ThatCannotBeMerged_IsAnError(string item, int code, string text) => RefusedAsync(Containers.Replace("ITEM", item, StringComparison.Ordinal), code, text);

    [Theory]
    [InlineData("""{"spec":{"$patch":"destroy"}}""", 500, "unknown patch type: destroy in map: map[$patch:destroy]")]
    [InlineData("""{"spec":{"$patch":null}}""", 500, "unknown patch type: <nil> in map: map[$patch:<nil>]")]
    [InlineData("""{"spec":{"strategy":{"$retainKeys":"type"}}}""", 400, "invalid patch format of retainKeys")]
    [InlineData("""{"spec":{"strategy":{"$retainKeys":["type"],"rollingUpdate":{}}}}""", 422, "patch content doesn't match retainKeys list")]
    [InlineData("""{"metadata":{"$deleteFromPrimitiveList/finalizers":"a"}}""", 400, "invalid patch format of primitive list")]
    [InlineData("""{"metadata":{"$setElementOrder/finalizers":"a"}}""", 400, "invalid patch format of setElementOrder list")]
    [InlineData("""{"spec":null}""", 422, "is invalid")]
    [InlineData("""{"spec":{"template":{"spec":{"containers":null}}}}""", 422, "spec.template.spec.containers: Required value")]
    [InlineData("""{"spec":{"replicas":"many"}}""", 422, "cannot unmarshal string into Go struct field")]
    [InlineData("""{"metadata":null}""", 400, "the name of the object (web based on URL) was undeterminable: name must be provided")]
    public Task Patch_ThatCannotBeApplied_IsAnError(string patch, int code, string text) => RefusedAsync(patch, code, text);

    [Fact]
    public async Task Directives_TakeOutAndReplace()
    {
        await OkAsync("POST", $"{Apps}/deployments", Deployment.Replace("""{"name":"a","image":"a:1"}""", """{"name":"a","image":"a:1"},{"name":"b","image":"b:1"}""", StringComparison.Ordinal));

        var without = await OkAsync("PATCH", $"{Apps}/deployments/web", Containers.Replace("ITEM", """{"$patch":"delete","name":"a"}""", StringComparison.Ordinal), StrategicPatch);
        var replaced = await OkAsync("PATCH", $"{Apps}/deployments/web", Containers.Replace("ITEM", """{"name":"c","image":"c:1"},{"$patch":"replace"}""", StringComparison.Ordinal), StrategicPatch);

        without.At("spec", "template", "spec", "containers")!.AsArray().Select(one => one.Text("name")).ShouldBe(["b"]);
        replaced.At("spec", "template", "spec", "containers")!.AsArray().Select(one => one.Text("name")).ShouldBe(["c"]);
    }

    private async Task RefusedAsync(string patch, int expected, string text)
    {
        await OkAsync("POST", $"{Apps}/deployments", Deployment);

        var (code, body) = await SendAsync("PATCH", $"{Apps}/deployments/web", patch, StrategicPatch);

        ((int)code).ShouldBe(expected, body.ToString());
        body.Text("message")!.ShouldContain(text);
        (await OkAsync("GET", $"{Apps}/deployments/web")).Number("metadata", "generation").ShouldBe(1);
    }
}
