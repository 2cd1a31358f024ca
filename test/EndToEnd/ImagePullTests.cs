namespace Verditer.EndToEnd;

/// <summary>
/// Real containers whose image lies in a registry of Azure's name: the node pulls it as the cluster's kubelet identity, and only as far as that one's roles go.
/// </summary>
public sealed class ImagePullTests : IAsyncLifetime
{
    private const string TokenUser = "00000000-0000-0000-0000-000000000000";

    private LocalAzure _azure = null!;

    public async ValueTask InitializeAsync()
    {
        try
        {
            _azure = await LocalAzure.StartAsync(Build.Native, Clients.Debian13, "--rules ga --engine containers");
        }
        catch (ShouldAssertException refused) when (refused.Message.Contains("The engine 'containers' cannot run", StringComparison.Ordinal))
        {
            Assert.Skip($"This machine cannot run containers; scripts/containers.sh gets what is missing. {refused.Message}");
        }

        Assert.SkipUnless(File.Exists(OciImage.Busybox), "The image needs busybox-static; scripts/containers.sh installs it.");
        foreach (var name in (string[])["ContainerRegistry", "ManagedIdentity", "Network", "Compute", "ContainerService"])
        {
            await _azure.AzAsync($"provider register --namespace Microsoft.{name} --wait");
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_azure is not null)
        {
            await _azure.DisposeAsync();
        }
    }

    [Fact]
    public async Task Pod_WhoseImageTheKubeletMayNotPull_StartsByItselfOnceItMay()
    {
        await _azure.AzAsync("group create -n pull -l westeurope");
        await _azure.AzAsync("acr create -g pull -n pullreg --sku Basic");
        await _azure.AzAsync("aks create -g pull -n works --node-count 1 --no-ssh-key");
        await _azure.AzAsync("aks get-credentials -g pull -n works");
        await PushAsync("pullreg");
        await _azure.KubectlAsync("create deployment app --image pullreg.azurecr.io/app:v1");

        await LocalAzure.AwaitAsync(() => _azure.KubectlAsync("get pods"), "ImagePullBackOff");
        var events = await _azure.KubectlAsync("get events");
        var identity = (await _azure.AzAsync("aks show -g pull -n works --query identityProfile.kubeletidentity.clientId")).Json.GetValue<string>();
        var refusals = (await _azure.VerditerAsync("events --output json")).Output;
        await _azure.AzAsync("aks update -g pull -n works --attach-acr pullreg");
        await LocalAzure.AwaitAsync(() => _azure.KubectlAsync("get pods"), "Running");
        var said = await LocalAzure.AwaitAsync(() => _azure.TryAsync("kubectl", "exec deploy/app -- sh -c 'echo here is $HOSTNAME'"), "here is app-");

        events.Output.ShouldContain("401 Unauthorized");
        refusals.ShouldContain("Microsoft.ContainerRegistry/registries/pull/read");
        refusals.ShouldContain(identity);
        said.ExitCode.ShouldBe(0);
    }

    private async Task PushAsync(string registry)
    {
        var image = Path.Combine(_azure.Scratch, "image");
        await OciImage.WriteShellAsync(image, "v1");
        var login = (await _azure.AzAsync($"acr login -n {registry} --expose-token")).Json;
        var skopeo = Path.Combine(await Tools.SkopeoFolderAsync(), "skopeo");
        (await _azure.TryAsync(skopeo, $"--insecure-policy copy --dest-creds {TokenUser}:{login["refreshToken"]} oci:{image}:v1 docker://{registry}.azurecr.io/app:v1")).Ok();
    }
}
