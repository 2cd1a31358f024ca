using System.Text;
using System.Text.Json.Nodes;
using Verditer.Core;

namespace Verditer.Registry.Tests;

/// <summary>The distribution API's conformance, category "pull".</summary>
public sealed class PullTests(TestRegistry registry) : RegistryTest(registry)
{
    [Fact]
    public async Task Base_Known_IsServed()
    {
        var reply = (await Admin.GetAsync("/v2/")).ShouldBe(200);

        reply.Header("Docker-Distribution-Api-Version").ShouldBe("registry/2.0");
    }

    [Fact]
    public async Task Blob_Absent_IsUnknown()
    {
        var digest = RegistryClient.DigestOf("absent"u8.ToArray());

        (await Admin.HeadAsync($"/v2/{Repository}/blobs/{digest}")).ShouldBe(404);
        (await Admin.GetAsync($"/v2/{Repository}/blobs/{digest}")).ShouldBe(404, "BLOB_UNKNOWN");
    }

    [Fact]
    public async Task Blob_Pushed_IsGivenOut()
    {
        var content = Encoding.UTF8.GetBytes("the content of a blob");
        var digest = await Admin.PushBlobAsync(Repository, content);

        var head = (await Admin.HeadAsync($"/v2/{Repository}/blobs/{digest}")).ShouldBe(200);
        var got = (await Admin.GetAsync($"/v2/{Repository}/blobs/{digest}")).ShouldBe(200);

        (head.Header("Content-Length"), head.Header("Docker-Content-Digest"), head.Body.Length).ShouldBe(("21", digest, 0));
        (got.Header("Docker-Content-Digest"), Encoding.UTF8.GetString(got.Body)).ShouldBe((digest, "the content of a blob"));
    }

    [Theory]
    [InlineData("bytes=0-3", 206, "0123", "bytes 0-3/10")]
    [InlineData("bytes=4-", 206, "456789", "bytes 4-9/10")]
    [InlineData("bytes=-2", 206, "89", "bytes 8-9/10")]
    [InlineData("bytes=-99", 206, "0123456789", "bytes 0-9/10")]
    [InlineData("bytes=8-99", 206, "89", "bytes 8-9/10")]
    [InlineData("bytes=0-1,4-5", 200, "0123456789", null)]
    [InlineData("lines=0-1", 200, "0123456789", null)]
    [InlineData("bytes=10-12", 416, null, "bytes */10")]
    public async Task Blob_RangeAskedFor_IsCut(string range, int status, string? content, string? contentRange)
    {
        var digest = await Admin.PushBlobAsync(Repository, "0123456789"u8.ToArray());

        var reply = (await Admin.GetAsync($"/v2/{Repository}/blobs/{digest}", ("Range", range))).ShouldBe(status);

        (content is null || Encoding.UTF8.GetString(reply.Body) == content).ShouldBeTrue(Encoding.UTF8.GetString(reply.Body));
        reply.Headers.GetValueOrDefault("Content-Range").ShouldBe(contentRange);
    }

    [Fact]
    public async Task Blob_OfAnotherRepository_IsNotGivenOutByItsDigest()
    {
        var digest = await Admin.PushBlobAsync(Repository, "for one repository"u8.ToArray());

        (await Admin.GetAsync($"/v2/{Repository}-other/blobs/{digest}")).ShouldBe(404, "BLOB_UNKNOWN");
    }

    [Fact]
    public async Task Manifest_Absent_IsUnknown()
    {
        (await Admin.HeadAsync($"/v2/{Repository}/manifests/absent")).ShouldBe(404);
        (await Admin.GetAsync($"/v2/{Repository}/manifests/absent")).ShouldBe(404, "MANIFEST_UNKNOWN");
        (await Admin.GetAsync($"/v2/{Repository}/manifests/{RegistryClient.DigestOf([])}")).ShouldBe(404, "MANIFEST_UNKNOWN");
    }

    [Fact]
    public async Task Manifest_Pushed_IsGivenOutByTagAndDigest()
    {
        var manifest = await Admin.ImageAsync(Repository);
        var digest = RegistryClient.DigestOf(manifest);
        (await Admin.PutManifestAsync(Repository, "v1", manifest)).ShouldBe(201);

        foreach (var reference in new[] { "v1", digest })
        {
            var head = (await Admin.HeadAsync($"/v2/{Repository}/manifests/{reference}")).ShouldBe(200);
            var got = (await Admin.GetAsync($"/v2/{Repository}/manifests/{reference}")).ShouldBe(200);

            (head.Header("Content-Length"), head.Header("Docker-Content-Digest")).ShouldBe((manifest.Length.ToString(System.Globalization.CultureInfo.InvariantCulture), digest));
            (got.Header("Content-Type"), got.Header("Docker-Content-Digest")).ShouldBe((MediaTypes.OciManifest, digest));
            got.Body.ShouldBe(manifest);
        }
    }

    [Theory]
    [InlineData(MediaTypes.OciManifest, 200)]
    [InlineData("*/*", 200)]
    [InlineData("application/*", 200)]
    [InlineData($"{MediaTypes.DockerManifest}, {MediaTypes.OciManifest};q=0.5", 200)]
    [InlineData(MediaTypes.DockerManifest, 404)]
    public async Task Manifest_OnlyOfAKindThatIsAccepted_IsGivenOut(string accept, int status)
    {
        await Admin.PushImageAsync(Repository);

        (await Admin.GetAsync($"/v2/{Repository}/manifests/latest", ("Accept", accept))).ShouldBe(status);
    }

    [Theory]
    [InlineData("/v2/UPPER/tags/list", "NAME_INVALID")]
    [InlineData("/v2/a--b/-/tags/list", "NAME_INVALID")]
    [InlineData("/v2/app/blobs/nodigest", "DIGEST_INVALID")]
    [InlineData("/v2/app/blobs/sha256:abc", "DIGEST_INVALID")]
    public async Task Path_WithAWrongName_IsRefused(string path, string code) => (await Admin.GetAsync(path)).ShouldBe(400, code);

    [Fact]
    public async Task Path_NotServed_IsNotFound()
    {
        (await Admin.GetAsync("/v2/app/nothing/here")).ShouldBe(404, "NOT_FOUND");
        (await Admin.SendAsync("POST", "/v2/app/tags/list")).ShouldBe(405, "UNSUPPORTED");
    }

    [Fact]
    public async Task Registry_Absent_IsNamed()
    {
        using var client = Shared.Client(loginServer: "absent.azurecr.io");

        var reply = (await client.GetAsync("/v2/")).ShouldBe(404, "NAME_UNKNOWN");

        ((JsonArray)reply.Json["errors"]!)[0].Text("message")!.ShouldContain("absent.azurecr.io");
    }
}
