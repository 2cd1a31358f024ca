using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Verditer.Core;
using Verditer.Storage;

namespace Verditer.Cli.Tests;

/// <summary>A command that runs as a node.</summary>
public sealed class AsNodeTests : RunningTest
{
    private const string Node = "aks-nodepool1-12345678-vmss000000";
    private const string Identity =
        "/subscriptions/22222222-2222-2222-2222-222222222222/resourceGroups/nodes/providers/Microsoft.ManagedIdentity/userAssignedIdentities/kubelet";

    private const string ScaleSet =
        "/subscriptions/22222222-2222-2222-2222-222222222222/resourceGroups/nodes/providers/Microsoft.Compute/virtualMachineScaleSets/aks-nodepool1-12345678-vmss";

    private const string TokenPath = "/metadata/identity/oauth2/token?api-version=2018-02-01&resource=https://management.azure.com/";

    private ManagedIdentity _kubelet = null!;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        _kubelet = await Host.Services.GetRequiredService<IDirectory>().EnsureManagedIdentityAsync(
            Host.Principal.TenantId, Identity, ManagedIdentityKind.UserAssigned);
        var owner = new JsonObject
        {
            ["identity"] = new JsonObject
            {
                ["type"] = "UserAssigned",
                ["userAssignedIdentities"] = new JsonObject { [Identity] = new JsonObject { ["principalId"] = _kubelet.PrincipalId } },
            },
        };
        await Host.Services.GetRequiredService<IDocumentStore>().CommitAsync(
            new WriteBatch().Put("resources", ScaleSet.ToLowerInvariant(), Json.ToBytes(owner)));
        await Listeners.OpenAsync(new(Node, ScaleSet, new("", "nodes", "westeurope", "vmss_0", "", "", "vmss", ScaleSet + "/virtualMachines/0", "10.0.0.4", "10.0.0.0/16")));
    }

    [Fact]
    public async Task Run_AsNode_TheRedirectOfSdks_GivesTheNodesToken() =>
        (await CurlAsync(["run", "--as-node", Node, "--protocol", "pod-identity"], $"curl --silent --header Metadata:true \"$AZURE_POD_IDENTITY_AUTHORITY_HOST{TokenPath}\""))
            .Text("client_id").ShouldBe(_kubelet.ClientId);

    [Fact]
    public async Task Run_AsNode_TheRealAddress_GivesTheNodesToken() => await ShouldGetTokenAsync(
        $"curl --silent --header Metadata:true 'http://169.254.169.254{TokenPath}'");

    /// <summary>JavaScript's clients use the proxy of HTTPS for plain HTTP too; and what is no metadata goes where it always goes.</summary>
    [Fact]
    public async Task Run_AsNode_TheProxyOfHttps_LeadsToTheNodeAndToAzure()
    {
        await ShouldGetTokenAsync($"curl --silent --proxy \"$HTTPS_PROXY\" --header Metadata:true 'http://169.254.169.254{TokenPath}'");
        (await CurlAsync(["run", "--as-node", Node], "curl --silent https://login.microsoftonline.com/common/v2.0/.well-known/openid-configuration")).Text("token_endpoint")
            .ShouldNotBeNull();
    }

    [Fact]
    public async Task Run_AsTheHost_TheRealAddress_HasNoIdentity()
    {
        var answer = await CurlAsync(["run"], $"curl --silent --header Metadata:true 'http://169.254.169.254{TokenPath}'");
        answer.Text("error_description").ShouldBe("Identity not found");
    }

    [Fact]
    public async Task Run_AsNode_BySomeOtherProtocol_LeadsThereByItsVariables()
    {
        var posted = await CurlAsync(["run", "--as-node", Node, "--protocol", "msi"],
            "test -z \"$AZURE_POD_IDENTITY_AUTHORITY_HOST$IDENTITY_ENDPOINT\" && curl --silent --header Metadata:true --data resource=https://management.azure.com/ \"$MSI_ENDPOINT\"");
        posted.Text("client_id").ShouldBe(_kubelet.ClientId);

        var asked = await CurlAsync(["run", "--as-node", Node, "--protocol", "app-service"],
            $"curl --silent --header \"X-IDENTITY-HEADER: $IDENTITY_HEADER\" \"$IDENTITY_ENDPOINT?api-version=2019-08-01&resource=https://management.azure.com/&client_id={_kubelet.ClientId}\"");
        asked.Text("client_id").ShouldBe(_kubelet.ClientId);

        var older = await CurlAsync(["run", "--as-node", Node, "--protocol", "app-service"],
            $"curl --silent --header \"secret: $MSI_SECRET\" \"$MSI_ENDPOINT/?api-version=2017-09-01&resource=https://management.azure.com/&clientid={_kubelet.ClientId}\"");
        older.Text("access_token").ShouldNotBeNullOrEmpty();
    }

    [Fact]
    public async Task Run_AsAnInstanceByItsResourceId_IsThatNode()
    {
        var answer = await CurlAsync(["run", "--as-node", ScaleSet + "/virtualMachines/0"], $"curl --silent --header Metadata:true 'http://169.254.169.254{TokenPath}'");

        answer.Text("client_id").ShouldBe(_kubelet.ClientId);
    }

    [Fact]
    public async Task Imds_CacheIsShownClearedAndTurnedOff()
    {
        await ShouldGetTokenAsync($"curl --silent --header Metadata:true 'http://169.254.169.254{TokenPath}'");

        (await Verditer.RunAsync("imds", "cache", "show")).ShouldBe(0);
        Verditer.Out.ShouldContain(_kubelet.ClientId);
        Verditer.Out.ShouldNotContain("eyJ");
        (await Verditer.RunAsync("imds", "cache", "clear", "--node", Node, "--output", "json")).ShouldBe(0);
        Verditer.Json().Number("cleared").ShouldBe(1);

        (await Verditer.RunAsync("imds", "cache", "off", "--output", "json")).ShouldBe(0);
        Verditer.Json().Flag("cache").ShouldBe(false);
        (await Verditer.RunAsync("imds", "limits", "on", "--output", "json")).ShouldBe(0);
        (Verditer.Json().Flag("cache"), Verditer.Json().Flag("limits")).ShouldBe((false, true));
        (await Verditer.RunAsync("imds", "updates", "70")).ShouldBe(0);
        Verditer.Out.ShouldContain("410 for 70 s");
        (await Verditer.RunAsync("imds", "updates", "3601")).ShouldBe(1);
    }

    [Fact]
    public async Task AttestedDocument_IsSignedForOpensslByVerditersAuthority()
    {
        var folder = Verditer.Folder;
        await CurlAsync(["run", "--as-node", Node],
            "curl --silent --header Metadata:true 'http://169.254.169.254/metadata/attested/document?api-version=2021-10-01&nonce=42'");
        var signature = Json.ParseObject(await File.ReadAllBytesAsync(Path.Combine(folder, "answer.json"))).Text("signature")!;
        await File.WriteAllBytesAsync(Path.Combine(folder, "signature.der"), Convert.FromBase64String(signature));

        (await Verditer.RunAsync("run", "--", "/bin/sh", "-c",
            $"openssl smime -verify -in '{folder}/signature.der' -inform der -purpose any -CAfile '{folder}/ca.pem' -out '{folder}/document.json' 2>/dev/null")).ShouldBe(0);

        Json.ParseObject(await File.ReadAllBytesAsync(Path.Combine(folder, "document.json"))).Text("nonce").ShouldBe("42");
    }

    [Theory]
    [InlineData("run")]
    [InlineData("run --as-node " + Node)]
    public async Task Run_InsideAnotherIdentitysEnvironment_LeavesItBehind(string command)
    {
        using var outer = new EnvironmentVariable("IDENTITY_ENDPOINT", "http://localhost:1/other");
        using var secret = new EnvironmentVariable("MSI_SECRET", "other");
        (await Verditer.RunAsync([.. command.Split(' '), "--", "/bin/sh", "-c", "test -z \"$IDENTITY_ENDPOINT$MSI_SECRET\""])).ShouldBe(0);
    }

    [Fact]
    public async Task Run_AsNode_AzSignsInInAFolderOfItsOwn()
    {
        (await Verditer.RunAsync("run", "--as-node", Node, "--", "/bin/sh", "-c", "touch \"$AZURE_CONFIG_DIR/azureProfile.json\"")).ShouldBe(0);
        File.Exists(Path.Combine(Verditer.Folder, "azure", "azureProfile.json")).ShouldBeFalse();
        File.Exists(Path.Combine(Verditer.Folder, "azure", "nodes", Node, "azureProfile.json")).ShouldBeTrue();
    }

    [Theory]
    [InlineData("no-such-node")]
    [InlineData("control-plane-x")]
    public async Task Run_AsNobodysNode_IsRefusedBeforeTheCommand(string name)
    {
        await Listeners.OpenAsync(new("control-plane-x", ScaleSet, null));
        var mark = Path.Combine(Verditer.Folder, "mark");
        (await Verditer.RunAsync("run", "--as-node", name, "--", "/bin/sh", "-c", $"touch '{mark}'")).ShouldBe(1);
        Verditer.Error.ShouldContain(name);
        Verditer.Error.ShouldContain("kubectl get nodes");
        File.Exists(mark).ShouldBeFalse();
    }

    private IMetadataListeners Listeners => Host.Services.GetRequiredService<IMetadataListeners>();

    private async Task ShouldGetTokenAsync(string curl)
    {
        var answer = await CurlAsync(["run", "--as-node", Node], curl);
        answer.Text("client_id").ShouldBe(_kubelet.ClientId);
        answer.Text("access_token").ShouldNotBeNullOrEmpty();
    }

    private async Task<JsonObject> CurlAsync(string[] run, string curl)
    {
        var file = Path.Combine(Verditer.Folder, "answer.json");
        (await Verditer.RunAsync([.. run, "--", "/bin/sh", "-c", $"{curl} --output '{file}'"])).ShouldBe(0);
        return Json.ParseObject(await File.ReadAllBytesAsync(file));
    }

    /// <summary>A variable of this process, for as long as it is not disposed.</summary>
    private sealed class EnvironmentVariable : IDisposable
    {
        private readonly string _name;
        private readonly string? _before;

        public EnvironmentVariable(string name, string value)
        {
            (_name, _before) = (name, Environment.GetEnvironmentVariable(name));
            Environment.SetEnvironmentVariable(name, value);
        }

        public void Dispose() => Environment.SetEnvironmentVariable(_name, _before);
    }
}
