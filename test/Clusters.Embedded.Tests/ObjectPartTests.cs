using System.Text.Json.Nodes;
using Verditer.Core;

namespace Verditer.Clusters.Embedded.Tests;

/// <summary>A write of one part of an object leaves its other parts.</summary>
public sealed class ObjectPartTests : ClusterTest
{
    private const string Change = """
        {"metadata":{"labels":{"new":"yes"},"annotations":{"new":"yes"},"ownerReferences":[{"apiVersion":"v1","kind":"ConfigMap","name":"m","uid":"u"}]},
         "spec":{"replicas":7,"activeDeadlineSeconds":7,"attacher":"other"},"status":{"phase":"Running","replicas":3,"attached":true}}
        """;

    [Theory]
    [InlineData("PATCH")]
    [InlineData("PUT")]
    public async Task StatusOfADeployment_ChangesStatusAndAnnotations(string method)
    {
        await OkAsync("POST", $"{Apps}/deployments", Deployment);

        var after = await WriteStatusAsync(method, $"{Apps}/deployments/web");

        after.Number("spec", "replicas").ShouldBe(1);
        after.Text("metadata", "labels", "new").ShouldBeNull();
        after.Text("metadata", "annotations", "new").ShouldBe("yes");
        after.Number("status", "replicas").ShouldBe(3);
        after.Number("metadata", "generation").ShouldBe(1);
    }

    [Theory]
    [InlineData("PATCH")]
    [InlineData("PUT")]
    public async Task StatusOfAPod_LeavesItsOwners(string method)
    {
        await OkAsync("POST", $"{Core}/pods", Pod);

        var after = await WriteStatusAsync(method, $"{Core}/pods/p");

        after.At("spec", "activeDeadlineSeconds").ShouldBeNull();
        after.At("metadata", "ownerReferences").ShouldBeNull();
        after.Text("metadata", "labels", "new").ShouldBe("yes");
        after.Text("status", "phase").ShouldBe("Running");
    }

    [Theory]
    [InlineData("PATCH")]
    [InlineData("PUT")]
    public async Task StatusOfAVolumeAttachment_LeavesAllMetadata(string method)
    {
        const string Attachments = "/apis/storage.k8s.io/v1/volumeattachments";
        await OkAsync("POST", Attachments, """
            {"metadata":{"name":"v"},"spec":{"attacher":"disk.csi.azure.com","nodeName":"n","source":{"persistentVolumeName":"pv"}}}
            """);

        var after = await WriteStatusAsync(method, $"{Attachments}/v");

        after.Text("spec", "attacher").ShouldBe("disk.csi.azure.com");
        after.At("metadata", "labels").ShouldBeNull();
        after.At("metadata", "annotations").ShouldBeNull();
        after.Flag("status", "attached").ShouldBe(true);
    }

    [Theory]
    [InlineData("PATCH")]
    [InlineData("PUT")]
    public async Task Object_LeavesItsStatus(string method)
    {
        var made = await OkAsync("POST", $"{Apps}/deployments", Deployment);
        var sent = made.AsObject().Copy();
        sent["status"] = new JsonObject { ["replicas"] = 9 };

        var after = await OkAsync(method, $"{Apps}/deployments/web", method == "PUT" ? sent.ToJsonString() : """{"status":{"replicas":9}}""", method == "PUT" ? "application/json" : MergePatch);

        after.At("status", "replicas").ShouldBeNull();
    }

    [Fact]
    public async Task Namespace_LosesItsFinalizerByFinalizeAlone()
    {
        await OkAsync("POST", "/api/v1/namespaces", """{"metadata":{"name":"a"}}""");

        var after = await OkAsync("PATCH", "/api/v1/namespaces/a", """{"spec":{"finalizers":[]}}""", MergePatch);
        var finalized = await OkAsync("PUT", "/api/v1/namespaces/a/finalize", """{"metadata":{"name":"a"},"spec":{"finalizers":[]},"status":{"phase":"Terminating"}}""");

        after.At("spec", "finalizers")!.AsArray().Count.ShouldBe(1);
        finalized.At("spec", "finalizers")?.AsArray().Count.ShouldBe(0);
        finalized.Text("status", "phase").ShouldBe("Active");
    }

    private async Task<JsonNode> WriteStatusAsync(string method, string path)
    {
        if (method == "PATCH")
        {
            return await OkAsync("PATCH", $"{path}/status", Change, MergePatch);
        }

        var sent = (await OkAsync("GET", path)).AsObject().Copy();
        MergeInto(sent, JsonNode.Parse(Change)!.AsObject());
        return await OkAsync("PUT", $"{path}/status", sent.ToJsonString());
    }

    private static void MergeInto(JsonObject target, JsonObject change)
    {
        foreach (var (name, value) in change)
        {
            if (value is JsonObject inner)
            {
                MergeInto(target.Section(name), inner);
            }
            else
            {
                target[name] = value?.DeepClone();
            }
        }
    }
}
