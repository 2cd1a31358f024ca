using System.Text.Json.Nodes;
using Verditer.Core;

namespace Verditer.Registry.Tests;

/// <summary>Azure's own paths, as az and Azure's SDKs ask for them.</summary>
public sealed class AzureApiTests(TestRegistry registry) : RegistryTest(registry)
{
    private string Encoded => Uri.EscapeDataString(Repository);

    [Fact]
    public async Task Repository_IsShown()
    {
        var now = ArmTime.Write(Shared.Cloud.Clock.GetUtcNow());
        await Admin.PushImageAsync(Repository, "v1");
        await Admin.PushImageAsync(Repository, "v2");

        var shown = (await Admin.GetAsync($"/acr/v1/{Encoded}?api-version=2021-07-01")).ShouldBe(200).Json;

        (shown.Text("registry"), shown.Text("imageName"), shown.Number("manifestCount"), shown.Number("tagCount")).ShouldBe((TestRegistry.LoginServer, Repository, 1, 2));
        shown.Text("createdTime").ShouldBe(now);
        shown["changeableAttributes"]!.ToJsonString().ShouldBe("""{"deleteEnabled":true,"writeEnabled":true,"readEnabled":true,"listEnabled":true,"teleportEnabled":false}""");
    }

    [Fact]
    public async Task AbsentThings_AreUnknown()
    {
        (await Admin.GetAsync($"/acr/v1/{Encoded}")).ShouldBe(404, "NAME_UNKNOWN");
        await Admin.PushImageAsync(Repository);

        (await Admin.GetAsync($"/acr/v1/{Encoded}/_tags/absent")).ShouldBe(404, "TAG_UNKNOWN");
        (await Admin.GetAsync($"/acr/v1/{Encoded}/_manifests/{RegistryClient.DigestOf([])}")).ShouldBe(404, "MANIFEST_UNKNOWN");
        (await Admin.DeleteAsync($"/acr/v1/{Encoded}/_tags/absent")).ShouldBe(404, "TAG_UNKNOWN");
    }

    [Fact]
    public async Task Tags_AreListedAndShown()
    {
        var digest = await Admin.PushImageAsync(Repository, "b");
        await Admin.PushImageAsync(Repository, "a");

        var tags = (JsonArray)(await Admin.GetAsync($"/acr/v1/{Encoded}/_tags?n=100")).ShouldBe(200).Json["tags"]!;
        var tag = (await Admin.GetAsync($"/acr/v1/{Encoded}/_tags/b")).ShouldBe(200).Json;

        tags.Select(one => one.Text("name")).ShouldBe(["a", "b"]);
        (tag.Text("tag", "digest"), tag.Text("tag", "name"), tag.Flag("tag", "signed"), tag.Flag("tag", "changeableAttributes", "deleteEnabled")).ShouldBe((digest, "b", false, true));
    }

    [Fact]
    public async Task Tags_InTheOrderOfTime_AreFollowedByLinks()
    {
        foreach (var tag in new[] { "z", "m", "a" })
        {
            await Admin.PushImageAsync(Repository, tag);
            Shared.Cloud.HostTime.Advance(TimeSpan.FromSeconds(1));
        }

        var first = await Admin.GetAsync($"/acr/v1/{Encoded}/_tags?n=2&orderby=timedesc");
        var link = first.Header("Link");

        Names(first, "tags").ShouldBe(["a", "m"]);
        link.ShouldBe($"</acr/v1/{Encoded}/_tags?last=m&n=2&orderby=timedesc>; rel=\"next\"");
        Names(await Admin.GetAsync(link[1..link.IndexOf('>', StringComparison.Ordinal)]), "tags").ShouldBe(["z"]);
        Names(await Admin.GetAsync($"/acr/v1/{Encoded}/_tags?orderby=timeasc"), "tags").ShouldBe(["z", "m", "a"]);
    }

    [Fact]
    public async Task Manifests_AreListedAndShown()
    {
        var digest = await Admin.PushImageAsync(Repository, "v1", "a layer of 20 bytes.");

        var listed = ((JsonArray)(await Admin.GetAsync($"/acr/v1/{Encoded}/_manifests")).ShouldBe(200).Json["manifests"]!)[0]!;
        var shown = (await Admin.GetAsync($"/acr/v1/{Encoded}/_manifests/{Uri.EscapeDataString(digest)}")).ShouldBe(200).Json["manifest"]!;

        shown.ToJsonString().ShouldBe(listed.ToJsonString());
        (shown.Text("digest"), shown.Number("imageSize"), shown.Text("architecture"), shown.Text("os"), shown.Text("mediaType"), shown.Text("configMediaType"))
            .ShouldBe((digest, 57, "amd64", "linux", MediaTypes.OciManifest, "application/vnd.oci.image.config.v1+json"));
        ((JsonArray)shown["tags"]!)[0]!.GetValue<string>().ShouldBe("v1");
    }

    [Fact]
    public async Task Tag_Untagged_LeavesItsManifest()
    {
        var digest = await Admin.PushImageAsync(Repository, "v1");

        (await Admin.DeleteAsync($"/acr/v1/{Encoded}/_tags/v1")).ShouldBe(202);

        var manifest = ((JsonArray)(await Admin.GetAsync($"/acr/v1/{Encoded}/_manifests")).Json["manifests"]!)[0]!;
        (manifest.Text("digest"), manifest["tags"]).ShouldBe((digest, null));
    }

    [Fact]
    public async Task Repository_Deleted_SaysWhatWentWithIt()
    {
        var digest = await Admin.PushImageAsync(Repository, "v1");

        var reply = (await Admin.DeleteAsync($"/acr/v1/{Encoded}")).ShouldBe(202);

        (reply.Names("manifestsDeleted"), reply.Names("tagsDeleted")).ShouldSatisfyAllConditions(
            gone => gone.Item1.ShouldBe([digest]), gone => gone.Item2.ShouldBe(["v1"]));
        (await Admin.GetAsync($"/acr/v1/{Encoded}")).ShouldBe(404);
        (await Admin.GetAsync($"/v2/{Repository}/manifests/{digest}")).ShouldBe(404);
    }

    [Theory]
    [InlineData("")]
    [InlineData("/_tags/v1")]
    public async Task WriteLock_HoldsOffPushesAndDeletion(string locked)
    {
        var digest = await Admin.PushImageAsync(Repository, "v1");
        var other = await Admin.ImageAsync(Repository, "another layer");
        (await Admin.PatchAsync($"/acr/v1/{Encoded}{locked}", new() { ["writeEnabled"] = false })).ShouldBe(200);

        (await Admin.PutManifestAsync(Repository, "v1", other)).ShouldBe(405, "REGISTRY_DISALLOWED_OPERATION");
        (await Admin.DeleteAsync($"/v2/{Repository}/manifests/{digest}")).ShouldBe(405, "REGISTRY_DISALLOWED_OPERATION");
        (await Admin.DeleteAsync($"/acr/v1/{Encoded}/_tags/v1")).ShouldBe(405, "REGISTRY_DISALLOWED_OPERATION");
        (await Admin.GetAsync($"/v2/{Repository}/manifests/v1")).ShouldBe(200);
        (await Admin.PatchAsync($"/acr/v1/{Encoded}{locked}", new() { ["writeEnabled"] = true })).ShouldBe(200);
        (await Admin.PutManifestAsync(Repository, "v1", other)).ShouldBe(201);
    }

    [Fact]
    public async Task DeleteLock_OfATag_HoldsOffDeletionAlone()
    {
        var digest = await Admin.PushImageAsync(Repository, "v1");
        var changed = (await Admin.PatchAsync($"/acr/v1/{Encoded}/_tags/v1", new() { ["deleteEnabled"] = false })).ShouldBe(200).Json;

        changed.Flag("tag", "changeableAttributes", "deleteEnabled").ShouldBe(false);
        (await Admin.DeleteAsync($"/v2/{Repository}/manifests/{digest}")).ShouldBe(405, "REGISTRY_DISALLOWED_OPERATION");
        (await Admin.DeleteAsync($"/acr/v1/{Encoded}")).ShouldBe(405, "REGISTRY_DISALLOWED_OPERATION");
        (await Admin.PushImageAsync(Repository, "v1", "another layer")).ShouldNotBe(digest);
        (await Admin.GetAsync($"/acr/v1/{Encoded}/_tags/v1")).Json.Flag("tag", "changeableAttributes", "deleteEnabled").ShouldBe(false);
    }

    [Fact]
    public async Task ReadLock_HoldsOffPulls()
    {
        var digest = await Admin.PushImageAsync(Repository, "v1");
        (await Admin.PatchAsync($"/acr/v1/{Encoded}/_manifests/{digest}", new() { ["readEnabled"] = false })).ShouldBe(200);

        (await Admin.GetAsync($"/v2/{Repository}/manifests/v1")).ShouldBe(405, "REGISTRY_DISALLOWED_OPERATION");
        (await Admin.GetAsync($"/v2/{Repository}/manifests/{digest}")).ShouldBe(405, "REGISTRY_DISALLOWED_OPERATION");
        (await Admin.GetAsync($"/acr/v1/{Encoded}/_tags/v1")).ShouldBe(200);
    }

    [Fact]
    public async Task ListLock_HidesFromLists()
    {
        var digest = await Admin.PushImageAsync(Repository, "v1");
        await Admin.PushImageAsync(Repository, "v2");
        await Admin.PatchAsync($"/acr/v1/{Encoded}/_tags/v1", new() { ["listEnabled"] = false });
        await Admin.PatchAsync($"/acr/v1/{Encoded}/_manifests/{digest}", new() { ["listEnabled"] = false });
        await Admin.PatchAsync($"/acr/v1/{Encoded}", new() { ["listEnabled"] = false });

        (await Admin.GetAsync($"/v2/{Repository}/tags/list")).Names("tags").ShouldBe(["v2"]);
        ((JsonArray)(await Admin.GetAsync($"/acr/v1/{Encoded}/_manifests")).Json["manifests"]!).Count.ShouldBe(0);
        (await Admin.GetAsync("/v2/_catalog?n=100000")).Names("repositories").ShouldNotContain(Repository);
        (await Admin.GetAsync($"/v2/{Repository}/manifests/v1")).ShouldBe(200);
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("not json")]
    public async Task Attributes_Broken_AreRefused(string body)
    {
        await Admin.PushImageAsync(Repository);

        (await Admin.SendAsync("PATCH", $"/acr/v1/{Encoded}", RegistryClient.Content(System.Text.Encoding.UTF8.GetBytes(body), "application/json"))).ShouldBe(400, "BAD_REQUEST");
    }

    [Fact]
    public async Task FullRegistry_TakesNothingMore()
    {
        var facts = Shared.Add("full.azurecr.io", one => one with { StorageLimit = 200 });
        using var client = Shared.AdminClient(facts.LoginServer);
        await client.PushBlobAsync("app", new byte[200]);

        (await client.SendAsync("POST", "/v2/app/blobs/uploads/")).ShouldBe(405, "REGISTRY_DISALLOWED_OPERATION");
        Shared.Get<IRegistryContent>().Measure(facts).ShouldBe(new RegistryUsage(200, 0, 0));
    }

    private static List<string?> Names(Reply reply, string list) => [.. ((JsonArray)reply.Json[list]!).Select(one => one.Text("name"))];
}
