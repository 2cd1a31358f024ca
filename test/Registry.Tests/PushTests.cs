using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using CsCheck;
using Verditer.Core;

namespace Verditer.Registry.Tests;

/// <summary>The distribution API's conformance, category "push".</summary>
public sealed class PushTests(TestRegistry registry) : RegistryTest(registry)
{
    private static readonly byte[] Content = Encoding.UTF8.GetBytes("0123456789abcdef");
    private static readonly string ContentDigest = RegistryClient.DigestOf(Content);

    [Theory]
    [InlineData(MediaTypes.OciManifest)]
    [InlineData(MediaTypes.OciIndex)]
    public async Task Manifest_WhoseSizesOverflow_IsInvalid(string mediaType)
    {
        var one = RegistryClient.Descriptor("application/octet-stream", await Admin.PushBlobAsync(Repository, [1]), long.MaxValue);
        var manifest = Json.ToBytes(new JsonObject
        {
            ["schemaVersion"] = 2,
            ["config"] = one,
            ["layers"] = new JsonArray(one.DeepClone()),
            ["manifests"] = new JsonArray(one.DeepClone(), one.DeepClone()),
        });

        (await Admin.PutManifestAsync(Repository, "v1", manifest, mediaType)).ShouldBe(400, "MANIFEST_INVALID");
    }

    [Fact]
    public async Task Post_WithDigestAndBody_MakesTheBlob()
    {
        var reply = (await Admin.SendAsync("POST", $"/v2/{Repository}/blobs/uploads/?digest={ContentDigest}", RegistryClient.Content(Content))).ShouldBe(201);

        reply.Header("Location").ShouldBe($"/v2/{Repository}/blobs/{ContentDigest}");
        (await Admin.GetAsync(reply.Header("Location"))).ShouldBe(200).Body.ShouldBe(Content);
    }

    [Fact]
    public async Task PostThenPut_MakesTheBlob()
    {
        var upload = await StartAsync();

        var reply = (await Admin.SendAsync("PUT", $"{upload}?digest={ContentDigest}", RegistryClient.Content(Content))).ShouldBe(201);

        reply.Header("Docker-Content-Digest").ShouldBe(ContentDigest);
        (await Admin.GetAsync(reply.Header("Location"))).ShouldBe(200).Body.ShouldBe(Content);
        (await Admin.GetAsync(upload)).ShouldBe(404, "BLOB_UPLOAD_UNKNOWN");
    }

    [Fact]
    public async Task Sha512_IsTakenAndVerified()
    {
        var digest = $"sha512:{Convert.ToHexStringLower(SHA512.HashData(Content))}";

        (await Admin.SendAsync("PUT", $"{await StartAsync()}?digest={digest}", RegistryClient.Content(Content))).ShouldBe(201);
        (await Admin.SendAsync("PUT", $"{await StartAsync()}?digest={digest}", RegistryClient.Content([1]))).ShouldBe(400, "DIGEST_INVALID");

        (await Admin.GetAsync($"/v2/{Repository}/blobs/{digest}")).ShouldBe(200).Body.ShouldBe(Content);
    }

    [Theory]
    [InlineData("?digest=sha256:0000000000000000000000000000000000000000000000000000000000000000")]
    [InlineData("?digest=sha256:00")]
    [InlineData("?digest=md5:d41d8cd98f00b204e9800998ecf8427e")]
    [InlineData("")]
    public async Task Put_WithAnotherDigest_IsRefused(string query)
    {
        (await Admin.SendAsync("PUT", await StartAsync() + query, RegistryClient.Content(Content))).ShouldBe(400, "DIGEST_INVALID");

        (await Admin.HeadAsync($"/v2/{Repository}/blobs/{ContentDigest}")).ShouldBe(404);
    }

    [Fact]
    public async Task Chunks_InOrder_MakeTheBlob()
    {
        var upload = await StartAsync();

        var first = (await ChunkAsync(upload, 0, Content[..10])).ShouldBe(202);
        var status = (await Admin.GetAsync(first.Header("Location"))).ShouldBe(204);
        (await ChunkAsync(first.Header("Location"), 10, Content[10..])).ShouldBe(202).Header("Range").ShouldBe("0-15");
        (await Admin.SendAsync("PUT", $"{upload}?digest={ContentDigest}", RegistryClient.Content([]))).ShouldBe(201);

        (first.Header("Range"), status.Header("Range")).ShouldBe(("0-9", "0-9"));
        (await Admin.GetAsync($"/v2/{Repository}/blobs/{ContentDigest}")).Body.ShouldBe(Content);
    }

    [Fact]
    public async Task Chunk_OutOfOrder_IsRefusedAndTheRestGoesOn()
    {
        var upload = await StartAsync();
        (await ChunkAsync(upload, 0, Content[..10])).ShouldBe(202);

        var refused = (await ChunkAsync(upload, 12, Content[12..])).ShouldBe(416);
        (await ChunkAsync(upload, 0, Content[..10])).ShouldBe(416);
        (await Admin.SendAsync("PATCH", upload, RegistryClient.Content(Content[10..]), ("Content-Range", "nonsense"))).ShouldBe(416);
        (await Admin.SendAsync("PATCH", upload, RegistryClient.Content(Content[10..]), ("Content-Range", "10-11"))).ShouldBe(416);
        (await Admin.SendAsync("PUT", $"{upload}?digest={ContentDigest}", RegistryClient.Content(Content[10..]), ("Content-Range", "10-15"))).ShouldBe(201);

        (refused.Header("Range"), refused.Header("Location")).ShouldBe(("0-9", upload));
    }

    [Fact]
    public async Task Upload_Cancelled_IsGone()
    {
        var upload = await StartAsync();
        await ChunkAsync(upload, 0, Content);

        (await Admin.DeleteAsync(upload)).ShouldBe(204);

        (await Admin.GetAsync(upload)).ShouldBe(404, "BLOB_UPLOAD_UNKNOWN");
        (await Admin.SendAsync("PATCH", upload, RegistryClient.Content(Content))).ShouldBe(404, "BLOB_UPLOAD_UNKNOWN");
    }

    [Fact]
    public async Task Upload_OfAnotherRepository_IsUnknown()
    {
        var upload = await StartAsync();

        (await Admin.GetAsync(upload.Replace(Repository, $"{Repository}-other", StringComparison.Ordinal))).ShouldBe(404, "BLOB_UPLOAD_UNKNOWN");
    }

    [Fact]
    public async Task AnyChunks_MakeTheSameBlob()
    {
        await Gen.Select(Gen.Byte.Array[0, 5000], Gen.Int[1, 900]).SampleAsync(async (content, length) =>
        {
            var upload = await StartAsync();
            for (var at = 0; at < content.Length; at += length)
            {
                (await ChunkAsync(upload, at, content[at..Math.Min(content.Length, at + length)])).ShouldBe(202);
            }

            var made = (await Admin.SendAsync("PUT", $"{upload}?digest={RegistryClient.DigestOf(content)}", RegistryClient.Content([]))).ShouldBe(201);
            (await Admin.GetAsync(made.Header("Location"))).Body.ShouldBe(content);
        }, iter: 20, threads: 1);
    }

    [Fact]
    public async Task Mount_FromARepositoryThatHasIt_NeedsNoUpload()
    {
        await Admin.PushBlobAsync(Repository, Content);

        var reply = (await Admin.SendAsync("POST", $"/v2/{Repository}-other/blobs/uploads/?mount={ContentDigest}&from={Repository}")).ShouldBe(201);

        reply.Header("Location").ShouldBe($"/v2/{Repository}-other/blobs/{ContentDigest}");
        (await Admin.GetAsync(reply.Header("Location"))).Body.ShouldBe(Content);
    }

    [Theory]
    [InlineData("&from=absent/repository")]
    [InlineData("")]
    public async Task Mount_FromNowhere_BecomesAnUpload(string from)
    {
        await Admin.PushBlobAsync(Repository, Content);

        var reply = (await Admin.SendAsync("POST", $"/v2/{Repository}-other/blobs/uploads/?mount={ContentDigest}{from}")).ShouldBe(202);

        (await Admin.SendAsync("PUT", $"{reply.Header("Location")}?digest={ContentDigest}", RegistryClient.Content(Content))).ShouldBe(201);
    }

    [Fact]
    public async Task Manifest_OfEveryKind_IsTaken()
    {
        var image = await Admin.PushImageAsync(Repository);
        var size = (await Admin.HeadAsync($"/v2/{Repository}/manifests/{image}")).Header("Content-Length");
        foreach (var (kind, child) in new[] { (MediaTypes.OciIndex, MediaTypes.OciManifest), (MediaTypes.DockerList, MediaTypes.OciManifest) })
        {
            var index = Json.ToBytes(new JsonObject
            {
                ["schemaVersion"] = 2,
                ["mediaType"] = kind,
                ["manifests"] = new JsonArray(RegistryClient.Descriptor(child, image, long.Parse(size, System.Globalization.CultureInfo.InvariantCulture))),
            });

            var reply = (await Admin.PutManifestAsync(Repository, "index", index, kind)).ShouldBe(201);

            reply.Header("Docker-Content-Digest").ShouldBe(RegistryClient.DigestOf(index));
            (await Admin.GetAsync($"/v2/{Repository}/manifests/index")).Header("Content-Type").ShouldBe(kind);
        }

        var docker = await Admin.ImageAsync(Repository, more: new() { ["mediaType"] = MediaTypes.DockerManifest });
        (await Admin.PutManifestAsync(Repository, "docker", docker, MediaTypes.DockerManifest)).ShouldBe(201).Header("Location")
            .ShouldBe($"/v2/{Repository}/manifests/{RegistryClient.DigestOf(docker)}");
    }

    [Fact]
    public async Task Manifest_ThatNamesWhatIsNotHere_IsRefused()
    {
        var manifest = await Admin.ImageAsync(Repository);
        var absent = RegistryClient.DigestOf("absent"u8.ToArray());
        var index = new JsonObject { ["schemaVersion"] = 2, ["mediaType"] = MediaTypes.OciIndex, ["manifests"] = new JsonArray(RegistryClient.Descriptor(MediaTypes.OciManifest, absent, 1)) };

        (await Admin.PutManifestAsync($"{Repository}-other", "v1", manifest)).ShouldBe(400, "MANIFEST_BLOB_UNKNOWN");
        (await Admin.PutManifestAsync(Repository, "v1", Json.ToBytes(index), MediaTypes.OciIndex)).ShouldBe(400, "MANIFEST_BLOB_UNKNOWN");
    }

    [Theory]
    [InlineData("not json", MediaTypes.OciManifest)]
    [InlineData("{}", MediaTypes.OciManifest)]
    [InlineData("""{"schemaVersion":1}""", MediaTypes.OciManifest)]
    [InlineData("""{"schemaVersion":2,"layers":[]}""", MediaTypes.OciManifest)]
    [InlineData("""{"schemaVersion":2,"manifests":[{"digest":7}]}""", MediaTypes.OciIndex)]
    [InlineData("""{"schemaVersion":2,"manifests":[null]}""", MediaTypes.OciIndex)]
    [InlineData("""{"schemaVersion":2,"manifests":[],"mediaType":"application/other"}""", MediaTypes.OciIndex)]
    [InlineData("""{"schemaVersion":2,"manifests":[]}""", "application/json")]
    public async Task Manifest_Broken_IsRefused(string body, string mediaType) =>
        (await Admin.PutManifestAsync(Repository, "v1", Encoding.UTF8.GetBytes(body), mediaType)).ShouldBe(400, "MANIFEST_INVALID");

    [Fact]
    public async Task Manifest_UnderAWrongName_IsRefused()
    {
        var manifest = await Admin.ImageAsync(Repository);

        (await Admin.PutManifestAsync(Repository, RegistryClient.DigestOf("other"u8.ToArray()), manifest)).ShouldBe(400, "DIGEST_INVALID");
        (await Admin.PutManifestAsync(Repository, "-wrong", manifest)).ShouldBe(400, "TAG_INVALID");
    }

    [Fact]
    public async Task Manifest_OfMoreThan4MiB_IsRefused()
    {
        var largest = new byte[ManifestWriter.Largest + 1];

        (await Admin.PutManifestAsync(Repository, "v1", largest)).ShouldBe(413, "MANIFEST_INVALID");
    }

    [Fact]
    public async Task Blob_LargerThanAnyBodyElsewhere_IsTaken()
    {
        var content = new byte[(1 << 20) * 40];
        RandomNumberGenerator.Fill(content.AsSpan(0, 64));
        var digest = await Admin.PushBlobAsync(Repository, content);

        (await Admin.HeadAsync($"/v2/{Repository}/blobs/{digest}")).Header("Content-Length").ShouldBe("41943040");
    }

    private async Task<string> StartAsync() => (await Admin.SendAsync("POST", $"/v2/{Repository}/blobs/uploads/")).ShouldBe(202).Header("Location");

    private Task<Reply> ChunkAsync(string upload, int from, byte[] chunk) =>
        Admin.SendAsync("PATCH", upload, RegistryClient.Content(chunk), ("Content-Range", $"{from}-{from + chunk.Length - 1}"));
}
