using System.Text.Json.Nodes;

namespace Verditer.Registry.Tests;

/// <summary>The distribution API's conformance, category "content management".</summary>
public sealed class ManagementTests(TestRegistry registry) : RegistryTest(registry)
{
    [Fact]
    public async Task Tag_Deleted_LeavesItsManifest()
    {
        var digest = await Admin.PushImageAsync(Repository, "v1");
        await Admin.PushImageAsync(Repository, "v2");

        (await Admin.DeleteAsync($"/v2/{Repository}/manifests/v1")).ShouldBe(202);

        (await Admin.GetAsync($"/v2/{Repository}/manifests/v1")).ShouldBe(404, "MANIFEST_UNKNOWN");
        (await Admin.GetAsync($"/v2/{Repository}/manifests/{digest}")).ShouldBe(200);
        (await Admin.GetAsync($"/v2/{Repository}/tags/list")).Names("tags").ShouldBe(["v2"]);
        (await Admin.DeleteAsync($"/v2/{Repository}/manifests/v1")).ShouldBe(404, "TAG_UNKNOWN");
    }

    [Fact]
    public async Task Manifest_Deleted_TakesItsTagsWithIt()
    {
        var digest = await Admin.PushImageAsync(Repository, "v1");
        await Admin.PushImageAsync(Repository, "v2");
        await Admin.PushImageAsync(Repository, "other", "another layer");

        (await Admin.DeleteAsync($"/v2/{Repository}/manifests/{digest}")).ShouldBe(202);

        (await Admin.GetAsync($"/v2/{Repository}/tags/list")).Names("tags").ShouldBe(["other"]);
        (await Admin.GetAsync($"/v2/{Repository}/manifests/{digest}")).ShouldBe(404, "MANIFEST_UNKNOWN");
        (await Admin.DeleteAsync($"/v2/{Repository}/manifests/{digest}")).ShouldBe(404, "MANIFEST_UNKNOWN");
    }

    [Fact]
    public async Task Manifest_Deleted_TakesWhatRefersToItWithIt()
    {
        var subject = await Admin.PushImageAsync(Repository);
        var referrer = await Admin.PushImageAsync(Repository, null, more: new() { ["subject"] = RegistryClient.Descriptor(MediaTypes.OciManifest, subject, 1) });
        var second = await Admin.PushImageAsync(Repository, null, more: new() { ["subject"] = RegistryClient.Descriptor(MediaTypes.OciManifest, referrer, 1) });

        (await Admin.DeleteAsync($"/v2/{Repository}/manifests/{subject}")).ShouldBe(202);

        (await Admin.GetAsync($"/v2/{Repository}/manifests/{referrer}")).ShouldBe(404);
        (await Admin.GetAsync($"/v2/{Repository}/manifests/{second}")).ShouldBe(404);
    }

    [Fact]
    public async Task Blob_Deleted_IsGoneFromItsRepositoryAlone()
    {
        var digest = await Admin.PushBlobAsync(Repository, [1, 2, 3]);
        await Admin.PushBlobAsync($"{Repository}-other", [1, 2, 3]);

        (await Admin.DeleteAsync($"/v2/{Repository}/blobs/{digest}")).ShouldBe(202);

        (await Admin.GetAsync($"/v2/{Repository}/blobs/{digest}")).ShouldBe(404, "BLOB_UNKNOWN");
        (await Admin.DeleteAsync($"/v2/{Repository}/blobs/{digest}")).ShouldBe(404, "BLOB_UNKNOWN");
        (await Admin.GetAsync($"/v2/{Repository}-other/blobs/{digest}")).ShouldBe(200);
    }

    [Theory]
    [InlineData("_manifests", "writeEnabled")]
    [InlineData("_manifests", "deleteEnabled")]
    [InlineData("_tags", "writeEnabled")]
    public async Task Blob_OfALockedManifest_IsNotDeleted(string list, string right)
    {
        var digest = await Admin.PushImageAsync(Repository, "v1", "locked layer");
        var blob = RegistryClient.DigestOf("locked layer"u8.ToArray());
        var locked = $"/acr/v1/{Uri.EscapeDataString(Repository)}/{list}/{(list == "_tags" ? "v1" : digest)}";
        (await Admin.PatchAsync(locked, new() { [right] = false })).ShouldBe(200);

        (await Admin.DeleteAsync($"/v2/{Repository}/blobs/{blob}")).ShouldBe(405, "REGISTRY_DISALLOWED_OPERATION");

        (await Admin.GetAsync($"/v2/{Repository}/blobs/{blob}")).ShouldBe(200);
        (await Admin.PatchAsync(locked, new() { [right] = true })).ShouldBe(200);
        (await Admin.DeleteAsync($"/v2/{Repository}/blobs/{blob}")).ShouldBe(202);
    }

    [Fact]
    public async Task Tag_Moved_NamesTheNewManifest()
    {
        var first = await Admin.PushImageAsync(Repository, "v1");
        var second = await Admin.PushImageAsync(Repository, "v1", "another layer");

        (await Admin.HeadAsync($"/v2/{Repository}/manifests/v1")).Header("Docker-Content-Digest").ShouldBe(second);
        (await Admin.GetAsync($"/v2/{Repository}/manifests/{first}")).ShouldBe(200);
        ((JsonArray)(await Admin.GetAsync($"/acr/v1/{Repository}/_manifests")).Json["manifests"]!).Count.ShouldBe(2);
    }
}
