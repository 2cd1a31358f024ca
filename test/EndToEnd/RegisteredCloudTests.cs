namespace Verditer.EndToEnd;

/// <summary>The second way in: a registered cloud on one port, without any proxy.</summary>
public sealed class RegisteredCloudTests
{
    private static readonly string[] ProxyVariables = ["HTTPS_PROXY", "https_proxy", "HTTP_PROXY", "http_proxy"];

    [Fact]
    public Task Cloud_RegisteredWithDebian12sAz_MakesACluster() => RunAsync(Build.Jit, Clients.Machine);

    [Fact]
    public Task Cloud_RegisteredWithDebian13sAz_MakesACluster() => RunAsync(Build.Native, Clients.Debian13);

    private static async Task RunAsync(Build build, Clients clients)
    {
        await using var azure = await LocalAzure.StartAsync(build, clients);
        var direct = ProxyVariables.ToDictionary(v => v, _ => (string?)null);
        direct["AZURE_CONFIG_DIR"] = Path.Combine(azure.Scratch, "registered");
        var config = Path.Combine(azure.Scratch, "cloud.json");
        await File.WriteAllTextAsync(config, (await azure.VerditerAsync("cloud-config")).Output, TestContext.Current.CancellationToken);

        await AzAsync($"cloud register --name Verditer --cloud-config @{config}");
        await AzAsync("cloud set --name Verditer");
        (await azure.TryAsync("verditer", "login", direct)).Ok();
        (await AzAsync("account show --query environmentName -o tsv")).Output.Trim().ShouldBe("Verditer");
        await AzAsync("feature register --name MSIPreview --namespace Microsoft.ContainerService");
        await LocalAzure.AwaitAsync(() => AzAsync("feature show --name MSIPreview --namespace Microsoft.ContainerService --query properties.state -o tsv"), "Registered");
        await AzAsync("provider register --namespace Microsoft.ContainerService --wait");
        await AzAsync("group create -n rg -l westus2");
        await AzAsync("aks create -g rg -n one --enable-managed-identity --no-ssh-key --node-count 1");
        await AzAsync("aks get-credentials -g rg -n one");
        (await azure.KubectlAsync("get nodes -o name")).Output.ShouldStartWith("node/aks-nodepool1-");
        await AzAsync("aks delete -g rg -n one --yes");

        async Task<CommandResult> AzAsync(string line) => (await azure.TryAsync("az", line, direct)).Ok();
    }
}
