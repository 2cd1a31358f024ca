using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;

namespace Verditer.EndToEnd;

/// <summary>What a power cut does: nothing that was accepted is lost.</summary>
public sealed class CrashTests
{
    private const string Body = """
        {"location":"westus2","identity":{"type":"SystemAssigned"},"properties":{"dnsPrefix":"crash","agentPoolProfiles":[{"name":"nodepool1","count":3,"mode":"System"}]}}
        """;

    [Fact]
    public async Task Cluster_WhoseCreationWasKilled_CompletesByItself()
    {
        await using var azure = await LocalAzure.StartAsync(Build.Native, Clients.Machine);
        await new FoundingDocument(azure).RegisterPreviewAsync();
        await azure.AzAsync("group create --name myResourceGroup --location westus2");
        var token = (await azure.AzAsync("account get-access-token --query accessToken -o tsv")).Output.Trim();
        using var http = ClientOf(azure, token);
        var cluster = $"https://management.azure.com/subscriptions/{azure.SubscriptionId}/resourceGroups/myResourceGroup/providers/Microsoft.ContainerService/managedClusters/crash?api-version=2022-11-01";

        using var accepted = await http.PutAsync(cluster, new StringContent(Body, Encoding.UTF8, "application/json"), TestContext.Current.CancellationToken);
        accepted.StatusCode.ShouldBe(HttpStatusCode.Created);
        await azure.KillAsync();
        await azure.StartAgainAsync();

        using var after = ClientOf(azure, token);
        await LocalAzure.AwaitAsync(async () => new("poll", 0, await after.GetStringAsync(accepted.Headers.GetValues("Azure-AsyncOperation").Single()), ""), "\"Succeeded\"");
        JsonNode.Parse(await after.GetStringAsync(cluster, TestContext.Current.CancellationToken))!["properties"]!["provisioningState"]!.GetValue<string>().ShouldBe("Succeeded");
        await azure.AzAsync("aks get-credentials -g myResourceGroup -n crash");
        await LocalAzure.AwaitAsync(() => azure.KubectlAsync("get nodes -o name"), "vmss000002");
    }

    [Fact]
    public async Task Cluster_AfterAKillAndAfterDownAndUp_IsStillThereWithAllThatIsInIt()
    {
        await using var azure = await LocalAzure.StartAsync(Build.Native, Clients.Machine);
        var document = new FoundingDocument(azure);
        await document.RegisterPreviewAsync();
        await document.CreateClusterAsync();
        await document.UseKubectlAsync();

        await azure.KillAsync();
        await azure.StartAgainAsync();
        await StillWorksAsync(azure, "after-kill");

        await azure.VerditerAsync("down");
        await azure.StartAgainAsync();
        await StillWorksAsync(azure, "after-down");
    }

    private static async Task StillWorksAsync(LocalAzure azure, string name)
    {
        (await azure.KubectlAsync("-n shop get configmap greeting -o name")).Output.Trim().ShouldBe("configmap/greeting");
        await azure.KubectlAsync("-n shop rollout status deployment/hello --timeout=120s");
        await azure.KubectlAsync($"-n shop create service loadbalancer {name} --tcp=80:80");
        await LocalAzure.AwaitAsync(() => azure.KubectlAsync($"-n shop get svc {name} -o jsonpath={{.status.loadBalancer.ingress[0].ip}}"), "198.1");
        await azure.AzAsync("aks show -g myResourceGroup -n MyManagedCluster");
    }

    private static HttpClient ClientOf(LocalAzure azure, string token)
    {
        var handler = new HttpClientHandler
        {
            Proxy = new WebProxy(azure.Variable("HTTPS_PROXY")),
            ServerCertificateCustomValidationCallback = (_, certificate, chain, _) => Trusts(azure, certificate!, chain!),
        };
        return new(handler) { DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Bearer", token) } };
    }

    private static bool Trusts(
        LocalAzure azure, System.Security.Cryptography.X509Certificates.X509Certificate2 certificate, System.Security.Cryptography.X509Certificates.X509Chain chain)
    {
        chain.ChainPolicy.TrustMode = System.Security.Cryptography.X509Certificates.X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.ImportFromPemFile(azure.Variable("NODE_EXTRA_CA_CERTS"));
        return chain.Build(certificate);
    }
}
