using System.Text.Json.Nodes;
using Verditer.Core;

namespace Verditer.Registry.Tests;

/// <summary>The distribution API's conformance, category "content discovery".</summary>
public sealed class DiscoveryTests(TestRegistry registry) : RegistryTest(registry)
{
    [Fact]
    public async Task Tags_AreListedInOrder()
    {
        await PushTagsAsync("b", "a", "C", "v1.10", "v1.2");

        var reply = (await Admin.GetAsync($"/v2/{Repository}/tags/list")).ShouldBe(200);

        reply.Json.Text("name").ShouldBe(Repository);
        reply.Names("tags").ShouldBe(["C", "a", "b", "v1.10", "v1.2"]);
    }

    [Fact]
    public async Task Tags_OfAnAbsentRepository_AreUnknown() => (await Admin.GetAsync($"/v2/{Repository}/tags/list")).ShouldBe(404, "NAME_UNKNOWN");

    [Fact]
    public async Task Tags_InPages_AreFollowedByLinks()
    {
        await PushTagsAsync("a", "b", "c", "d", "e");
        List<string> found = [];
        var path = $"/v2/{Repository}/tags/list?n=2";
        var pages = 0;
        while (path is not null)
        {
            var reply = (await Admin.GetAsync(path)).ShouldBe(200);
            found.AddRange(reply.Names("tags"));
            path = reply.Headers.TryGetValue("Link", out var link) ? link[(link.IndexOf('<', StringComparison.Ordinal) + 1)..link.IndexOf('>', StringComparison.Ordinal)] : null;
            pages++;
        }

        found.ShouldBe(["a", "b", "c", "d", "e"]);
        pages.ShouldBe(3);
    }

    [Fact]
    public async Task Tags_AfterLast_BeginBehindIt()
    {
        await PushTagsAsync("a", "b", "c");

        (await Admin.GetAsync($"/v2/{Repository}/tags/list?last=a")).Names("tags").ShouldBe(["b", "c"]);
        (await Admin.GetAsync($"/v2/{Repository}/tags/list?last=aa&n=1")).Names("tags").ShouldBe(["b"]);
        (await Admin.GetAsync($"/v2/{Repository}/tags/list?last=c")).Names("tags").ShouldBeEmpty();
    }

    [Fact]
    public async Task Tags_NoneAskedFor_AreNone()
    {
        await PushTagsAsync("a");

        var reply = (await Admin.GetAsync($"/v2/{Repository}/tags/list?n=0")).ShouldBe(200);

        reply.Names("tags").ShouldBeEmpty();
        reply.Headers.ShouldNotContainKey("Link");
    }

    [Theory]
    [InlineData("-1")]
    [InlineData("many")]
    public async Task Tags_OfAWrongNumber_AreRefused(string n)
    {
        await PushTagsAsync("a");

        (await Admin.GetAsync($"/v2/{Repository}/tags/list?n={n}")).ShouldBe(400, "PAGINATION_NUMBER_INVALID");
    }

    [Fact]
    public async Task Catalog_ListsRepositoriesInPages()
    {
        var facts = Shared.Add("catalog.azurecr.io");
        using var client = Shared.AdminClient(facts.LoginServer);
        foreach (var name in new[] { "b", "a/nested", "c" })
        {
            await client.PushImageAsync(name);
        }

        await client.PushBlobAsync("only/a/blob", [1]);

        var first = (await client.GetAsync("/v2/_catalog?n=2")).ShouldBe(200);

        first.Names("repositories").ShouldBe(["a/nested", "b"]);
        first.Header("Link").ShouldBe("</v2/_catalog?last=b&n=2&orderby=>; rel=\"next\"");
        (await client.GetAsync("/v2/_catalog?last=b&n=2&orderby=")).Names("repositories").ShouldBe(["c"]);
        (await client.GetAsync("/acr/v1/_catalog")).Names("repositories").ShouldBe(["a/nested", "b", "c"]);
    }

    [Fact]
    public async Task Referrers_OfNothing_AreAnEmptyIndex()
    {
        var reply = (await Admin.GetAsync($"/v2/{Repository}/referrers/{RegistryClient.DigestOf([])}")).ShouldBe(200);

        reply.Header("Content-Type").ShouldBe(MediaTypes.OciIndex);
        (reply.Json.Text("mediaType"), ((JsonArray)reply.Json["manifests"]!).Count).ShouldBe((MediaTypes.OciIndex, 0));
    }

    [Fact]
    public async Task Referrers_AreListedAndFilteredByTheirType()
    {
        var subject = await Admin.PushImageAsync(Repository);
        var signature = await PushReferrerAsync(subject, "application/vnd.example.signature", "one");
        var sbom = await PushReferrerAsync(subject, "application/vnd.example.sbom", "two");

        var all = (await Admin.GetAsync($"/v2/{Repository}/referrers/{subject}")).ShouldBe(200);
        var some = (await Admin.GetAsync($"/v2/{Repository}/referrers/{subject}?artifactType=application/vnd.example.sbom")).ShouldBe(200);

        Digests(all).ShouldBe(new[] { signature, sbom }, ignoreOrder: true);
        all.Headers.ShouldNotContainKey("OCI-Filters-Applied");
        Digests(some).ShouldBe([sbom]);
        some.Header("OCI-Filters-Applied").ShouldBe("artifactType");
        var found = ((JsonArray)some.Json["manifests"]!)[0];
        (found.Text("artifactType"), found.Text("annotations", "of"), found.Text("mediaType")).ShouldBe(("application/vnd.example.sbom", "two", MediaTypes.OciManifest));
    }

    [Fact]
    public async Task Subject_NotHereYet_IsAnsweredAndFoundLater()
    {
        var later = await Admin.ImageAsync(Repository, "later");
        var subject = RegistryClient.DigestOf(later);

        var referrer = await PushReferrerAsync(subject, "application/vnd.example.signature", "early");
        (await Admin.PutManifestAsync(Repository, "later", later)).ShouldBe(201).Headers.ShouldNotContainKey("OCI-Subject");

        Digests(await Admin.GetAsync($"/v2/{Repository}/referrers/{subject}")).ShouldBe([referrer]);
    }

    [Fact]
    public async Task Referrer_WithoutAType_HasItsConfigurations()
    {
        var subject = await Admin.PushImageAsync(Repository);
        await PushReferrerAsync(subject, null, "plain");

        var reply = await Admin.GetAsync($"/v2/{Repository}/referrers/{subject}?artifactType=application/vnd.oci.image.config.v1%2Bjson");

        Digests(reply).Count.ShouldBe(1);
    }

    private async Task<string> PushReferrerAsync(string subject, string? type, string note)
    {
        var more = new JsonObject { ["subject"] = RegistryClient.Descriptor(MediaTypes.OciManifest, subject, 1), ["annotations"] = new JsonObject { ["of"] = note } };
        if (type is not null)
        {
            more["artifactType"] = type;
        }

        var manifest = await Admin.ImageAsync(Repository, more: more);
        var reply = (await Admin.PutManifestAsync(Repository, RegistryClient.DigestOf(manifest), manifest)).ShouldBe(201);
        reply.Header("OCI-Subject").ShouldBe(subject);
        return reply.Header("Docker-Content-Digest");
    }

    private static List<string?> Digests(Reply reply) => [.. ((JsonArray)reply.Json["manifests"]!).Select(manifest => manifest.Text("digest"))];

    private async Task PushTagsAsync(params string[] tags)
    {
        foreach (var tag in tags)
        {
            await Admin.PushImageAsync(Repository, tag);
        }
    }
}
