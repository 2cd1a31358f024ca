using System.Text;

namespace Verditer.Registry.Tests;

/// <summary>What outlives the process.</summary>
public sealed class RestartTests : IAsyncLifetime
{
    private readonly TestRegistry _registry = new();

    public ValueTask InitializeAsync() => _registry.InitializeAsync();

    public ValueTask DisposeAsync() => _registry.DisposeAsync();

    [Fact]
    public async Task Upload_InTheMiddle_GoesOnAfterARestart()
    {
        using var client = _registry.AdminClient();
        var content = Encoding.UTF8.GetBytes("before the restart, after the restart");
        var upload = (await client.SendAsync("POST", "/v2/app/blobs/uploads/")).Header("Location");
        (await client.SendAsync("PATCH", upload, RegistryClient.Content(content[..18]))).ShouldBe(202);

        await _registry.RestartAsync();

        (await client.GetAsync(upload)).ShouldBe(204).Header("Range").ShouldBe("0-17");
        (await client.SendAsync("PATCH", upload, RegistryClient.Content(content[18..25]), ("Content-Range", "18-24"))).ShouldBe(202);
        (await client.SendAsync("PUT", $"{upload}?digest={RegistryClient.DigestOf(content)}", RegistryClient.Content(content[25..]))).ShouldBe(201);
        (await client.GetAsync($"/v2/app/blobs/{RegistryClient.DigestOf(content)}")).Body.ShouldBe(content);
    }

    [Fact]
    public async Task Content_IsThereAfterARestart()
    {
        using var client = _registry.AdminClient();
        var digest = await client.PushImageAsync("app", "v1");

        await _registry.RestartAsync();

        (await client.GetAsync("/v2/app/tags/list")).Names("tags").ShouldBe(["v1"]);
        var manifest = (await client.GetAsync("/v2/app/manifests/v1")).ShouldBe(200);
        manifest.Header("Docker-Content-Digest").ShouldBe(digest);
        (await client.PutManifestAsync("app", "v2", manifest.Body)).ShouldBe(201);
    }

    [Fact]
    public async Task Token_IsGoodAfterARestart()
    {
        using var client = _registry.AdminClient();
        await client.PushImageAsync("app");
        var token = (await client.GetAsync("/oauth2/token?scope=repository:app:pull")).Json["access_token"]!.GetValue<string>();

        await _registry.RestartAsync();

        using var bearer = _registry.Client(TestRegistry.Bearer(token));
        (await bearer.GetAsync("/v2/app/manifests/latest")).ShouldBe(200);
    }

    [Fact]
    public async Task LeftFile_OfNoUpload_IsClearedAway()
    {
        using var client = _registry.AdminClient();
        var upload = (await client.SendAsync("POST", "/v2/app/blobs/uploads/")).Header("Location");
        var left = Path.Combine(_registry.Folder, "uploads", Guid.NewGuid().ToString());
        await File.WriteAllBytesAsync(left, [1]);

        await _registry.RestartAsync();

        File.Exists(left).ShouldBeFalse();
        (await client.GetAsync(upload)).ShouldBe(204);
    }
}
