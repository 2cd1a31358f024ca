using Verditer.Core;

namespace Verditer.Registry.Tests;

/// <summary>What nothing refers to goes, and nothing else.</summary>
public sealed class CleaningTests : IAsyncLifetime
{
    private static readonly TimeSpan Unreferenced = TimeSpan.FromHours(5);

    private readonly TestRegistry _registry = new();
    private RegistryClient _client = null!;

    public async ValueTask InitializeAsync()
    {
        await _registry.InitializeAsync();
        _client = _registry.AdminClient();
    }

    public ValueTask DisposeAsync()
    {
        _client.Dispose();
        return _registry.DisposeAsync();
    }

    [Fact]
    public async Task Blobs_OfADeletedManifest_AreRemoved()
    {
        await _client.PushImageAsync("app", "kept", "kept layer");
        var digest = await _client.PushImageAsync("app", "gone", "gone layer");
        await _client.DeleteAsync($"/v2/app/manifests/{digest}");

        await CleanAsync(Unreferenced);

        IsOnDisk("gone layer").ShouldBeFalse();
        IsOnDisk("kept layer").ShouldBeTrue();
        (await _client.GetAsync($"/v2/app/blobs/{DigestOf("gone layer")}")).ShouldBe(404);
        (await _client.GetAsync($"/v2/app/blobs/{DigestOf("kept layer")}")).ShouldBe(200);
    }

    [Fact]
    public async Task Blob_OfAnotherRepository_Stays()
    {
        var digest = await _client.PushImageAsync("app", "gone", "shared layer");
        await _client.PushImageAsync("other", "kept", "shared layer");
        await _client.DeleteAsync($"/v2/app/manifests/{digest}");

        await CleanAsync(Unreferenced);

        (await _client.GetAsync($"/v2/app/blobs/{DigestOf("shared layer")}")).ShouldBe(404);
        (await _client.GetAsync($"/v2/other/blobs/{DigestOf("shared layer")}")).ShouldBe(200);
    }

    [Fact]
    public async Task Blob_JustPushed_WaitsForItsManifest()
    {
        await _client.PushBlobAsync("app", Bytes("a layer on its way"));

        await CleanAsync(TimeSpan.FromMinutes(30));

        (await _client.HeadAsync($"/v2/app/blobs/{DigestOf("a layer on its way")}")).ShouldBe(200);
    }

    [Fact]
    public async Task Blob_AskedForLately_WaitsForItsManifest()
    {
        await _client.PushBlobAsync("app", Bytes("an old layer"));
        _registry.Cloud.HostTime.Advance(Unreferenced);
        (await _client.HeadAsync($"/v2/app/blobs/{DigestOf("an old layer")}")).ShouldBe(200);

        await CleanAsync(TimeSpan.FromMinutes(30));

        (await _client.HeadAsync($"/v2/app/blobs/{DigestOf("an old layer")}")).ShouldBe(200);
    }

    [Fact]
    public async Task BlobThatIsNotHere_AskedFor_IsNotNoted()
    {
        var use = _registry.Get<BlobUse>();
        _registry.Cloud.HostTime.Advance(Unreferenced);
        var (absent, present) = (DigestOf("never pushed"), await _client.PushBlobAsync("app", Bytes("pushed")));

        (await _client.HeadAsync($"/v2/app/blobs/{absent}")).ShouldBe(404);
        (await _client.HeadAsync($"/v2/app/blobs/{present}")).ShouldBe(200);

        use.IsOld(ContentKey.OfDigest(TestRegistry.LoginServer, "app", absent), TimeSpan.FromHours(1)).ShouldBeTrue();
        use.IsOld(ContentKey.OfDigest(TestRegistry.LoginServer, "app", present), TimeSpan.FromHours(1)).ShouldBeFalse();
    }

    [Fact]
    public async Task MovedClock_DoesNotTakeAPushItsBlobs()
    {
        await _client.PushBlobAsync("app", Bytes("a layer on its way"));

        _registry.Cloud.Clock.Offset = TimeSpan.FromDays(300);
        await CleanAsync(TimeSpan.FromMinutes(1));

        (await _client.HeadAsync($"/v2/app/blobs/{DigestOf("a layer on its way")}")).ShouldBe(200);
    }

    [Fact]
    public async Task Upload_NobodyGoesOnWith_IsGivenUp()
    {
        var upload = (await _client.SendAsync("POST", "/v2/app/blobs/uploads/")).Header("Location");

        await CleanAsync(TimeSpan.FromDays(8));

        (await _client.GetAsync(upload)).ShouldBe(404, "BLOB_UPLOAD_UNKNOWN");
        System.IO.Directory.EnumerateFiles(Path.Combine(_registry.Folder, "uploads")).ShouldBeEmpty();
    }

    [Fact]
    public async Task Pushes_BesideCleaning_LoseNothing()
    {
        using var stop = new CancellationTokenSource();
        var cleaning = Task.Run(async () =>
        {
            while (!stop.IsCancellationRequested)
            {
                await CleanAsync(Unreferenced);
            }
        });
        foreach (var number in Enumerable.Range(0, 30))
        {
            var layer = $"layer {number}";
            var promised = (await _client.HeadAsync($"/v2/app/blobs/{DigestOf(layer)}")).Status == 200;
            promised.ShouldBeFalse();
            await PushWhateverIsMissingAsync(layer);
        }

        await stop.CancelAsync();
        await cleaning;
        foreach (var number in Enumerable.Range(0, 30))
        {
            (await _client.GetAsync($"/v2/app/blobs/{DigestOf($"layer {number}")}")).ShouldBe(200);
        }
    }

    [Fact]
    public async Task UntaggedManifest_PastTheRegistrysRetention_IsRemoved()
    {
        _registry.Add(TestRegistry.LoginServer, facts => facts with { UntaggedRetentionDays = 7 });
        var first = await _client.PushImageAsync("app", "v1", "one");
        var child = await _client.PushImageAsync("app", null, "a child");
        var index = new System.Text.Json.Nodes.JsonObject
        {
            ["schemaVersion"] = 2,
            ["mediaType"] = MediaTypes.OciIndex,
            ["manifests"] = new System.Text.Json.Nodes.JsonArray(RegistryClient.Descriptor(MediaTypes.OciManifest, child, 1)),
        };
        (await _client.PutManifestAsync("app", "index", Json.ToBytes(index), MediaTypes.OciIndex)).ShouldBe(201);
        var locked = await _client.PushImageAsync("app", null, "locked");
        await _client.PatchAsync($"/acr/v1/app/_manifests/{locked}", new() { ["deleteEnabled"] = false });
        var second = await _client.PushImageAsync("app", "v1", "two");

        await CleanAsync(TimeSpan.FromDays(6));
        (await _client.GetAsync($"/v2/app/manifests/{first}")).ShouldBe(200);
        await CleanAsync(TimeSpan.FromDays(2));

        (await _client.GetAsync($"/v2/app/manifests/{first}")).ShouldBe(404);
        foreach (var kept in new[] { second, child, locked, "index" })
        {
            (await _client.GetAsync($"/v2/app/manifests/{kept}")).ShouldBe(200);
        }
    }

    [Fact]
    public async Task UntaggedManifest_TaggedWhileRetentionLooks_Stays()
    {
        var registry = _registry.Add(TestRegistry.LoginServer, facts => facts with { UntaggedRetentionDays = 7 });
        var digest = await _client.PushImageAsync("app", null);
        var manifest = (await _client.GetAsync($"/v2/app/manifests/{digest}")).Body;
        _registry.Cloud.HostTime.Advance(TimeSpan.FromDays(8));
        var held = await _registry.Get<ContentLocks>().Repositories.EnterAsync(ContentKey.Of(registry.LoginServer, "app"), CancellationToken.None);
        var tagging = _registry.Get<ManifestWriter>().PutAsync(registry, "app", new("v1", MediaTypes.OciManifest, manifest), CancellationToken.None);
        var retention = _registry.Get<Retention>().RunAsync(CancellationToken.None);

        held.Dispose();
        await retention;

        (await tagging).Error.ShouldBeNull();
        (await _client.GetAsync("/v2/app/manifests/v1")).ShouldBe(200);
    }

    [Fact]
    public async Task UntaggedManifest_WhoseReferrerHasATag_Stays()
    {
        _registry.Add(TestRegistry.LoginServer, facts => facts with { UntaggedRetentionDays = 7 });
        var subject = await _client.PushImageAsync("app", null);
        var referrer = await _client.PushImageAsync("app", null, "a signature", new() { ["subject"] = RegistryClient.Descriptor(MediaTypes.OciManifest, subject, 1) });
        await _client.PushImageAsync("app", "signed", "of the signature", new() { ["subject"] = RegistryClient.Descriptor(MediaTypes.OciManifest, referrer, 1) });

        await CleanAsync(TimeSpan.FromDays(8));
        (await _client.GetAsync($"/v2/app/manifests/{subject}")).ShouldBe(200);
        (await _client.GetAsync("/v2/app/manifests/signed")).ShouldBe(200);

        (await _client.DeleteAsync("/v2/app/manifests/signed")).ShouldBe(202);
        await CleanAsync(TimeSpan.FromDays(8));
        (await _client.GetAsync($"/v2/app/manifests/{subject}")).ShouldBe(404);
    }

    private async Task PushWhateverIsMissingAsync(string layer)
    {
        Reply pushed;
        do
        {
            pushed = await _client.PutManifestAsync("app", layer.Replace(' ', '-'), await _client.ImageAsync("app", layer));
        }
        while (pushed.Status == 400 && pushed.Code == "MANIFEST_BLOB_UNKNOWN");

        pushed.ShouldBe(201);
    }

    private Task CleanAsync(TimeSpan later)
    {
        _registry.Cloud.HostTime.Advance(later);
        return _registry.Get<ContentCleaner>().RunAsync(CancellationToken.None);
    }

    private bool IsOnDisk(string content) =>
        System.IO.Directory.EnumerateFiles(Path.Combine(_registry.Folder, "blobs"), DigestOf(content)[7..], SearchOption.AllDirectories).Any();

    private static byte[] Bytes(string text) => System.Text.Encoding.UTF8.GetBytes(text);

    private static string DigestOf(string content) => RegistryClient.DigestOf(Bytes(content));
}
