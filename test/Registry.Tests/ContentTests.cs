using System.Text.Json.Nodes;
using Verditer.Core;

namespace Verditer.Registry.Tests;

/// <summary>What the resource provider asks of the content.</summary>
public sealed class ContentTests(TestRegistry registry) : RegistryTest(registry)
{
    private IRegistryContent Content => Shared.Get<IRegistryContent>();

    [Fact]
    public async Task Image_Imported_IsWhole()
    {
        var target = Shared.Add("target1.azurecr.io");
        var child = await Admin.PushImageAsync(Repository, null, "imported layer");
        var index = Json.ToBytes(new JsonObject
        {
            ["schemaVersion"] = 2,
            ["mediaType"] = MediaTypes.OciIndex,
            ["manifests"] = new JsonArray(RegistryClient.Descriptor(MediaTypes.OciManifest, child, 1)),
        });
        (await Admin.PutManifestAsync(Repository, "v1", index, MediaTypes.OciIndex)).ShouldBe(201);

        (await ImportAsync($"{Repository}:v1", target, ["app:v1", "copy/of/app:latest"], ["bare"])).ShouldBeNull();

        using var client = Shared.AdminClient(target.LoginServer);
        foreach (var name in new[] { "app/manifests/v1", "copy/of/app/manifests/latest", $"bare/manifests/{RegistryClient.DigestOf(index)}" })
        {
            (await client.GetAsync($"/v2/{name}")).ShouldBe(200).Body.ShouldBe(index);
        }

        var layer = RegistryClient.DigestOf("imported layer"u8.ToArray());
        (await client.GetAsync($"/v2/app/blobs/{layer}")).ShouldBe(200);
        (await client.GetAsync("/v2/bare/tags/list")).Names("tags").ShouldBeEmpty();
    }

    [Fact]
    public async Task Image_ImportedOverATag_NeedsToBeForced()
    {
        var target = Shared.Add("target2.azurecr.io");
        var digest = await Admin.PushImageAsync(Repository, "v1");
        await Admin.PushImageAsync(Repository, "v2", "another layer");
        (await ImportAsync($"{Repository}@{digest}", target, ["app:v1"], [])).ShouldBeNull();

        (await ImportAsync($"{Repository}:v2", target, ["app:v1"], [])).ShouldBe("Tag app:v1 already exists in target registry.");
        (await ImportAsync($"{Repository}:v2", target, ["app:v1"], [], overwrite: true)).ShouldBeNull();
        (await ImportAsync($"{Repository}:absent", target, ["app:v2"], [])).ShouldNotBeNull().ShouldContain("does not exist");
        (await ImportAsync($"{Repository}:v1", target, ["NOT A NAME:v1"], [])).ShouldNotBeNull();
    }

    [Fact]
    public async Task Import_CutOffAfterATag_GoesOn()
    {
        var target = Shared.Add("target3.azurecr.io");
        await Admin.PushImageAsync(Repository, "v1");
        (await ImportAsync($"{Repository}:v1", target, ["app:v1"], [])).ShouldBeNull();

        (await ImportAsync($"{Repository}:v1", target, ["app:v1", "app:latest"], [])).ShouldBeNull();

        using var client = Shared.AdminClient(target.LoginServer);
        (await client.GetAsync("/v2/app/tags/list")).Names("tags").ShouldBe(["latest", "v1"]);
    }

    [Fact]
    public async Task Registry_Deleted_LeavesNothingForItsSuccessor()
    {
        var facts = Shared.Add("deleted.azurecr.io");
        using var client = Shared.AdminClient(facts.LoginServer);
        await client.PushImageAsync("app");
        var upload = (await client.SendAsync("POST", "/v2/app/blobs/uploads/")).Header("Location");
        Content.Measure(facts).ShouldBe(new RegistryUsage(Content.Measure(facts).Size, 1, 1));

        await Content.DeleteAsync(facts, CancellationToken.None);
        await Content.DeleteAsync(facts, CancellationToken.None);

        Content.Measure(facts).ShouldBe(new RegistryUsage(0, 0, 0));
        (await client.GetAsync("/v2/app/tags/list")).ShouldBe(404, "NAME_UNKNOWN");
        (await client.GetAsync(upload)).ShouldBe(404, "BLOB_UPLOAD_UNKNOWN");
        (await client.GetAsync($"/v2/app/blobs/{RegistryClient.DigestOf("layer"u8.ToArray())}")).ShouldBe(404, "BLOB_UNKNOWN");
    }

    [Fact]
    public async Task Writes_LetInBeforeADeletion_LeaveNothing()
    {
        var facts = Shared.Add("deleting.azurecr.io");
        using var client = Shared.AdminClient(facts.LoginServer);
        var manifest = await client.ImageAsync("app");
        await Admin.PushBlobAsync(Repository, [7, 8, 9]);
        Digest.TryParse(RegistryClient.DigestOf([7, 8, 9]), out var blob).ShouldBeTrue();
        using var upload = Shared.Get<Uploads>().StartPassing(facts.LoginServer, "app");
        var (locks, blobs) = (Shared.Get<ContentLocks>(), Shared.Get<Blobs>());
        var heldManifests = await locks.Repositories.EnterAsync(ContentKey.Of(facts.LoginServer, "app"), CancellationToken.None);
        var heldBlob = await locks.Blobs.EnterAsync(blob!.ToString(), CancellationToken.None);
        var put = Shared.Get<ManifestWriter>().PutAsync(facts, "app", new("v1", MediaTypes.OciManifest, manifest), CancellationToken.None);
        var mount = blobs.MountAsync((TestRegistry.LoginServer, Repository), (facts, "app"), blob, CancellationToken.None);
        var finish = blobs.FinishAsync(facts, upload, blob, CancellationToken.None);
        Shared.Registries.Remove(facts);

        var deletion = Content.DeleteAsync(facts, CancellationToken.None);
        deletion.IsCompleted.ShouldBeFalse();
        heldManifests.Dispose();
        heldBlob.Dispose();
        await deletion;

        (await put).Error!.Code.ShouldBe("NAME_UNKNOWN");
        (await mount).ShouldBeFalse();
        (await finish)!.Code.ShouldBe("NAME_UNKNOWN");
        upload.End();
        Content.Measure(facts).ShouldBe(new RegistryUsage(0, 0, 0));
    }

    [Fact]
    public async Task Writes_ForARegistryThatIsThereAnew_AreRefused()
    {
        var before = Shared.Add("again.azurecr.io", facts => facts with { Created = "2026-01-01T00:00:00Z" });
        using var client = Shared.AdminClient(before.LoginServer);
        var manifest = await client.ImageAsync("app");
        (await client.PutManifestAsync("app", "v1", manifest)).ShouldBe(201);
        Shared.Registries.Set(before with { Created = "2026-01-02T00:00:00Z" });

        (await Shared.Get<ManifestWriter>().PutAsync(before, "app", new("v2", MediaTypes.OciManifest, manifest), CancellationToken.None)).Error!.Code.ShouldBe("NAME_UNKNOWN");
        (await Shared.Get<AttributeWriter>().ChangeAsync(before, "app", "v1", [], CancellationToken.None)).Error!.Code.ShouldBe("NAME_UNKNOWN");
        (await Shared.Get<ContentRemover>().RemoveTagAsync(before, "app", "v1", CancellationToken.None)).Error!.Code.ShouldBe("NAME_UNKNOWN");
        (await client.GetAsync("/v2/app/tags/list")).Names("tags").ShouldBe(["v1"]);
    }

    private Task<string?> ImportAsync(string image, RegistryFacts target, IReadOnlyList<string> targets, IReadOnlyList<string> untagged, bool overwrite = false) =>
        Content.ImportAsync(Shared.Registry, image, target, targets, untagged, overwrite, CancellationToken.None);
}
