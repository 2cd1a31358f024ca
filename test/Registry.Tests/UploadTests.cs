using System.Globalization;
using System.Net.Sockets;
using System.Runtime.Versioning;
using System.Security.Cryptography;
using System.Text;

namespace Verditer.Registry.Tests;

/// <summary>Uploads that are disturbed.</summary>
public sealed class UploadTests(TestRegistry registry) : RegistryTest(registry)
{
    [Fact]
    public async Task Chunk_BrokenOff_LeavesNothing()
    {
        var upload = await StartAsync();
        (await Admin.SendAsync("PATCH", upload, RegistryClient.Content(Encoding.UTF8.GetBytes("kept ")))).ShouldBe(202);

        await BreakOffAsync("PATCH", upload, "half of what was");

        (await Admin.GetAsync(upload)).ShouldBe(204).Header("Range").ShouldBe("0-4");
        var content = Encoding.UTF8.GetBytes("kept and ended");
        (await Admin.SendAsync("PUT", $"{upload}?digest={RegistryClient.DigestOf(content)}", RegistryClient.Content(content[5..]))).ShouldBe(201);
    }

    [Fact]
    public async Task WholeBlob_BrokenOff_LeavesNothing()
    {
        var content = Encoding.UTF8.GetBytes("half of what was announced");
        await BreakOffAsync("POST", $"/v2/{Repository}/blobs/uploads/?digest={RegistryClient.DigestOf(content)}", Encoding.UTF8.GetString(content));

        (await Admin.HeadAsync($"/v2/{Repository}/blobs/{RegistryClient.DigestOf(content)}")).ShouldBe(404);
        System.IO.Directory.EnumerateFiles(Path.Combine(Shared.Folder, "uploads")).Where(file => new FileInfo(file).Length == content.Length).ShouldBeEmpty();
    }

    [Theory]
    [InlineData(true, 201)]
    [InlineData(false, 404)]
    public async Task Upload_WhoseLinkCouldNotBeStored_IsFinishedAgain(bool isBlobThere, int status)
    {
        var (path, content) = (await StartAsync(), Encoding.UTF8.GetBytes($"placed and not linked {Repository}"));
        (await Admin.SendAsync("PATCH", path, RegistryClient.Content(content))).ShouldBe(202);
        Digest.TryParse(RegistryClient.DigestOf(content), out var digest).ShouldBeTrue();
        Shared.Get<Uploads>().Find(TestRegistry.LoginServer, Repository, path.Split('/')[^1])!.Place(digest!).ShouldBeTrue();
        if (!isBlobThere)
        {
            Shared.Get<BlobFolder>().Delete(digest!);
        }

        (await Admin.SendAsync("PATCH", path, RegistryClient.Content([1]))).ShouldBe(416);
        (await Admin.SendAsync("PUT", $"{path}?digest={RegistryClient.DigestOf([1])}", RegistryClient.Content([1]))).ShouldBe(416);
        (await Admin.SendAsync("PUT", $"{path}?digest={digest}")).ShouldBe(status);

        (await Admin.GetAsync($"/v2/{Repository}/blobs/{digest}")).ShouldBe(isBlobThere ? 200 : 404);
        (await Admin.GetAsync(path)).ShouldBe(404, "BLOB_UPLOAD_UNKNOWN");
    }

    [Fact]
    public async Task Manifest_BrokenOff_LeavesNothing()
    {
        var manifest = Encoding.UTF8.GetString(await Admin.ImageAsync(Repository));

        await BreakOffAsync("PUT", $"/v2/{Repository}/manifests/v1", manifest, $"Content-Type: {MediaTypes.OciManifest}\r\n");

        (await Admin.GetAsync($"/v2/{Repository}/manifests/v1")).ShouldBe(404, "MANIFEST_UNKNOWN");
    }

    [Fact]
    public async Task SameBlob_PushedByManyAtOnce_IsMadeOnce()
    {
        var content = new byte[300_000];
        RandomNumberGenerator.Fill(content);
        var digest = RegistryClient.DigestOf(content);

        await Task.WhenAll(Enumerable.Range(0, 12).Select(async number =>
        {
            using var client = Shared.AdminClient();
            await client.PushBlobAsync($"{Repository}-{number % 3}", content);
        }));

        foreach (var number in Enumerable.Range(0, 3))
        {
            (await Admin.GetAsync($"/v2/{Repository}-{number}/blobs/{digest}")).ShouldBe(200).Body.ShouldBe(content);
        }

        System.IO.Directory.EnumerateFiles(Path.Combine(Shared.Folder, "blobs"), digest[7..], SearchOption.AllDirectories).Count().ShouldBe(1);
    }

    [Fact]
    public async Task ManyTags_PushedAtOnce_AreAllThere()
    {
        var manifest = await Admin.ImageAsync(Repository);
        var tags = Enumerable.Range(0, 40).Select(number => string.Create(CultureInfo.InvariantCulture, $"v{number:00}")).ToList();

        await Task.WhenAll(tags.Select(tag => Admin.PutManifestAsync(Repository, tag, manifest)));

        (await Admin.GetAsync($"/v2/{Repository}/tags/list")).Names("tags").ShouldBe(tags);
    }

    [Fact]
    [UnsupportedOSPlatform("windows")]
    public async Task Files_AreForTheirUserAlone()
    {
        await Admin.PushBlobAsync(Repository, [1, 2, 3]);
        var upload = await StartAsync();

        foreach (var file in System.IO.Directory.EnumerateFiles(Shared.Folder, "*", SearchOption.AllDirectories))
        {
            File.GetUnixFileMode(file).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite, file);
        }

        foreach (var folder in System.IO.Directory.EnumerateDirectories(Shared.Folder, "*", SearchOption.AllDirectories).Append(Shared.Folder))
        {
            File.GetUnixFileMode(folder).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, folder);
        }

        (await Admin.DeleteAsync(upload)).ShouldBe(204);
    }

    private async Task<string> StartAsync() => (await Admin.SendAsync("POST", $"/v2/{Repository}/blobs/uploads/")).ShouldBe(202).Header("Location");

    /// <summary>Announces one byte more than it sends, and waits until the server has done with it.</summary>
    private async Task BreakOffAsync(string method, string path, string sent, string headers = "")
    {
        using var client = new TcpClient();
        await client.ConnectAsync(Shared.Address.Host, Shared.Address.Port);
        var stream = client.GetStream();
        var head = $"{method} {path} HTTP/1.1\r\nHost: {TestRegistry.LoginServer}\r\nAuthorization: {TestRegistry.Basic(SetRegistries.Admin, SetRegistries.Password)}\r\n"
            + $"Content-Length: {sent.Length + 1}\r\n{headers}\r\n{sent}";
        await stream.WriteAsync(Encoding.UTF8.GetBytes(head));
        client.Client.Shutdown(SocketShutdown.Send);
        using var answer = new MemoryStream();
        await stream.CopyToAsync(answer).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        Encoding.UTF8.GetString(answer.ToArray()).ShouldNotContain("HTTP/1.1 20");
        await Shared.EndedAsync();
    }
}
