namespace Verditer.EndToEnd;

/// <summary>A container registry by az and by a real client of registries, through the proxy and by its Azure name.</summary>
public sealed class RegistryTests(CurrentAzFixture fixture) : IClassFixture<CurrentAzFixture>
{
    private const string TokenUser = "00000000-0000-0000-0000-000000000000";

    private LocalAzure Azure => fixture.Azure;

    [Fact]
    public async Task Image_PushedWithARefreshToken_IsInspectedPulledAndDeleted()
    {
        var server = await CreateAsync("rgimage", "imageacr");
        var image = Path.Combine(Azure.Scratch, "image");
        var digest = await OciImage.WriteAsync(image, "v1", "what is in the image");
        var login = (await Azure.AzAsync("acr login -n imageacr --expose-token")).Json;
        var credentials = $"{TokenUser}:{login["refreshToken"]}";

        await SkopeoAsync($"copy --preserve-digests --dest-creds {credentials} oci:{image}:v1 docker://{server}/team/app:v1");
        await SkopeoAsync($"copy --preserve-digests --dest-creds {credentials} oci:{image}:v1 docker://{server}/team/app:v2");
        var inspected = (await SkopeoAsync($"inspect --creds {credentials} docker://{server}/team/app:v1")).Json;
        await SkopeoAsync($"copy --preserve-digests --src-creds {credentials} docker://{server}/team/app:v2 oci:{image}-pulled:v2");
        var listed = (await Azure.AzAsync("acr manifest list-metadata -r imageacr -n team/app")).Json.AsArray().ShouldHaveSingleItem()!;
        await Azure.AzAsync("acr repository untag -n imageacr --image team/app:v2");
        var tags = (await SkopeoAsync($"list-tags --creds {credentials} docker://{server}/team/app")).Json["Tags"]!.AsArray();
        await SkopeoAsync($"delete --creds {credentials} docker://{server}/team/app:v1");

        (inspected["Digest"]!.GetValue<string>(), inspected["Architecture"]!.GetValue<string>()).ShouldBe((digest, "amd64"));
        inspected["RepoTags"]!.AsArray().Select(tag => tag!.GetValue<string>()).ShouldBe(["v1", "v2"]);
        foreach (var blob in System.IO.Directory.EnumerateFiles(Path.Combine(image, "blobs", "sha256")))
        {
            (await File.ReadAllBytesAsync(Path.Combine($"{image}-pulled", "blobs", "sha256", Path.GetFileName(blob)))).ShouldBe(await File.ReadAllBytesAsync(blob));
        }

        (listed["digest"]!.GetValue<string>(), listed["os"]!.GetValue<string>(), listed["tags"]!.AsArray().Count).ShouldBe((digest, "linux", 2));
        tags.Select(tag => tag!.GetValue<string>()).ShouldBe(["v1"]);
        (await TrySkopeoAsync($"inspect --creds {credentials} docker://{server}/team/app:v1")).Refused("manifest unknown");
    }

    [Fact]
    public async Task ServicePrincipal_PullsOnceItHasAcrPull_AndMayNotPush()
    {
        var server = await CreateAsync("rgpull", "pullacr");
        var image = Path.Combine(Azure.Scratch, "pulled-image");
        await OciImage.WriteAsync(image, "v1", "another image");
        await SkopeoAsync($"copy --dest-creds {TokenUser}:{(await Azure.AzAsync("acr login -n pullacr --expose-token")).Json["refreshToken"]} oci:{image}:v1 docker://{server}/app:v1");
        var principal = (await Azure.AzAsync("ad sp create-for-rbac --name puller")).Json;
        var credentials = $"{principal["appId"]}:{principal["password"]}";

        (await TrySkopeoAsync($"inspect --creds {credentials} docker://{server}/app:v1")).Refused("authentication required");
        var refused = await Azure.VerditerAsync("events --output json");
        await Azure.AzAsync($"role assignment create --assignee {principal["appId"]} --role AcrPull --scope {(await Azure.AzAsync("acr show -n pullacr")).Json["id"]}");
        await SkopeoAsync($"inspect --creds {credentials} docker://{server}/app:v1");

        refused.Output.ShouldContain("Microsoft.ContainerRegistry/registries/pull/read");
        (await TrySkopeoAsync($"copy --dest-creds {credentials} oci:{image}:v1 docker://{server}/app:v2")).Refused("authentication required");
    }

    /// <returns>The login server.</returns>
    private async Task<string> CreateAsync(string group, string name)
    {
        await Azure.AzAsync("provider register --namespace Microsoft.ContainerRegistry --wait");
        await Azure.AzAsync($"group create -n {group} -l westus2");
        return (await Azure.AzAsync($"acr create -g {group} -n {name} --sku Basic")).Json["loginServer"]!.GetValue<string>();
    }

    private async Task<CommandResult> SkopeoAsync(string line) => (await TrySkopeoAsync(line)).Ok();

    private async Task<CommandResult> TrySkopeoAsync(string line) => await Azure.TryAsync(Path.Combine(await Tools.SkopeoFolderAsync(), "skopeo"), $"--insecure-policy {line}");
}
