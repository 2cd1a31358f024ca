using System.Net;
using System.Text.Json.Nodes;
using Verditer.Core;

namespace Verditer.Clusters.Embedded.Tests;

/// <summary>Each subresource of a pod changes its own part of it, and the pod itself none of them.</summary>
public sealed class PodPartTests : ClusterTest
{
    private const string Pods = $"{Core}/pods";
    private const string Debug = $"{Pods}/p/ephemeralcontainers";
    private const string Resize = $"{Pods}/p/resize";

    private const string Sized = """
        {"metadata":{"name":"p"},"spec":{"containers":[{"name":"a","image":"a:1","resources":{"requests":{"cpu":"100m","memory":"64Mi"}}}]}}
        """;

    [Fact]
    public async Task EphemeralContainer_IsAddedAndNothingElse()
    {
        await OkAsync("POST", Pods, Pod);

        var pod = await OkAsync("PATCH", Debug, """
            {"metadata":{"labels":{"x":"y"}},"spec":{"activeDeadlineSeconds":5,"ephemeralContainers":[{"name":"d","image":"busybox","targetContainerName":"a"}]}}
            """, StrategicPatch);

        var added = pod.At("spec", "ephemeralContainers")!.AsArray().ShouldHaveSingleItem();
        added.Text("name").ShouldBe("d");
        added.Text("imagePullPolicy").ShouldBe("Always");
        pod.At("metadata", "labels").ShouldBeNull();
        pod.At("spec", "activeDeadlineSeconds").ShouldBeNull();
    }

    [Theory]
    [InlineData("""[]""", "existing ephemeral containers \"d\" may not be removed")]
    [InlineData("""[{"name":"d","image":"other"}]""", "existing ephemeral containers \"d\" may not be changed")]
    [InlineData("""[{"name":"d","image":"busybox"},{"name":"a","image":"busybox"}]""", "Duplicate value: \"a\"")]
    [InlineData("""[{"name":"d","image":"busybox"},{"name":"e"}]""", "spec.ephemeralContainers[1].image: Required value")]
    [InlineData("""[{"name":"d","image":"busybox"},{"name":"e","image":"x","ports":[{"containerPort":1}]}]""", "spec.ephemeralContainers[1].ports: Forbidden: cannot be set for an Ephemeral Container")]
    [InlineData("""[{"name":"d","image":"busybox"},{"name":"e","image":"x","targetContainerName":"ghost"}]""", "spec.ephemeralContainers[1].targetContainerName: Not found: \"ghost\"")]
    public async Task EphemeralContainers_OnceAdded_Stay(string containers, string text)
    {
        await OkAsync("POST", Pods, Pod);
        await OkAsync("PATCH", Debug, """{"spec":{"ephemeralContainers":[{"name":"d","image":"busybox"}]}}""", StrategicPatch);

        var (code, body) = await SendAsync("PATCH", Debug, $$$"""{"spec":{"ephemeralContainers":{{{containers}}}}}""", MergePatch);

        code.ShouldBe(HttpStatusCode.UnprocessableEntity, body.ToString());
        body.Text("message")!.ShouldContain(text);
    }

    [Fact]
    public async Task Resize_ChangesResourcesAndNothingElse()
    {
        await OkAsync("POST", Pods, Sized);

        var pod = await OkAsync("PATCH", Resize, """
            {"metadata":{"labels":{"x":"y"}},"spec":{"containers":[{"name":"a","image":"b:1","resources":{"requests":{"cpu":"200m"}}}]}}
            """, StrategicPatch);

        var container = pod.At("spec", "containers")![0];
        container.Text("resources", "requests", "cpu").ShouldBe("200m");
        container.Text("resources", "requests", "memory").ShouldBe("64Mi");
        container.Text("image").ShouldBe("a:1");
        pod.At("metadata", "labels").ShouldBeNull();
    }

    [Theory]
    [InlineData("""[{"name":"a","resources":{"limits":{"cpu":"100m","memory":"64Mi"}}}]""", "Pod QOS Class may not change as a result of resizing")]
    [InlineData("""[{"name":"a","resources":{"requests":{"ephemeral-storage":"1Gi"}}}]""", "only cpu and memory resources are mutable")]
    [InlineData("""[{"name":"a","resources":{"requests":{"cpu":null}}}]""", "cpu requests cannot be removed")]
    [InlineData("""[{"name":"b","image":"b:1"}]""", "containers may not be added, removed, renamed or reordered")]
    public async Task Resize_ToWhatAPodCannotBecome_IsRefused(string containers, string text)
    {
        await OkAsync("POST", Pods, Sized);

        var (code, body) = await SendAsync("PATCH", Resize, $$$"""{"spec":{"containers":{{{containers}}}}}""", StrategicPatch);

        code.ShouldBe(HttpStatusCode.UnprocessableEntity, body.ToString());
        body.Text("message")!.ShouldContain(text);
    }

    [Theory]
    [InlineData("""{"spec":{"containers":[{"name":"a","resources":{"requests":{"cpu":"200m"}}}]}}""")]
    [InlineData("""{"spec":{"ephemeralContainers":[{"name":"d","image":"busybox"}]}}""")]
    public async Task Pod_ItselfChangesNeither(string patch)
    {
        await OkAsync("POST", Pods, Sized);

        (await SendAsync("PATCH", $"{Pods}/p", patch, StrategicPatch)).Code.ShouldBe(HttpStatusCode.UnprocessableEntity);
    }

    [Fact]
    public async Task Pod_IsNotMadeWithEphemeralContainers()
    {
        var pod = JsonNode.Parse(Pod)!;
        pod["spec"]!["ephemeralContainers"] = new JsonArray(new JsonObject { ["name"] = "d", ["image"] = "busybox" });

        var (code, body) = await SendAsync("POST", Pods, pod.ToJsonString());

        code.ShouldBe(HttpStatusCode.UnprocessableEntity);
        body.Text("message")!.ShouldContain("spec.ephemeralContainers: Forbidden: cannot be set on create");
    }
}
