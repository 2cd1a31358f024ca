using System.Text.Json.Nodes;

namespace Verditer.EndToEnd;

/// <summary>The founding document's steps, from registering the feature to deleting the cluster, by real commands and in the document's own words.</summary>
internal sealed class FoundingDocument(LocalAzure azure)
{
    private const string Cluster = "-g myResourceGroup -n MyManagedCluster";
    private const string NodeGroup = "MC_myResourceGroup_MyManagedCluster_westus2";
    private const string TokenUrl = "http://169.254.169.254/metadata/identity/oauth2/token?api-version=2018-02-01&resource=https://management.azure.com/";

    /// <summary>Refused before, registered, and never unregistered.</summary>
    public async Task RegisterPreviewAsync()
    {
        await azure.AzAsync("extension add --name aks-preview");
        await azure.AzAsync("extension update --name aks-preview");
        (await azure.AzAsync("extension list")).Json[0]!["name"]!.GetValue<string>().ShouldBe("aks-preview");

        await azure.AzAsync("group create -n before -l westus2");
        (await azure.TryAzAsync("aks create -g before -n early --enable-managed-identity --no-ssh-key"))
            .Refused("Preview feature Microsoft.ContainerService/MSIPreview not registered", "az feature register --name MSIPreview");

        await azure.AzAsync("feature register --name MSIPreview --namespace Microsoft.ContainerService");
        await LocalAzure.AwaitAsync(() => azure.AzAsync(
            "feature list -o table --query \"[?contains(name, 'Microsoft.ContainerService/MSIPreview')].{Name:name,State:properties.state}\""), "  Registered");
        await azure.AzAsync("provider register --namespace Microsoft.ContainerService");
        await LocalAzure.AwaitAsync(() => azure.AzAsync("provider show --namespace Microsoft.ContainerService --query registrationState -o tsv"), "Registered");
        (await azure.TryAzAsync("feature unregister --name MSIPreview --namespace Microsoft.ContainerService")).Refused("cannot be unregistered");
    }

    public async Task<JsonNode> CreateClusterAsync()
    {
        await azure.AzAsync("group create --name myResourceGroup --location westus2");
        var cluster = (await azure.AzAsync("aks create -g MyResourceGroup -n MyManagedCluster --enable-managed-identity --no-ssh-key")).Json;
        cluster["provisioningState"]!.GetValue<string>().ShouldBe("Succeeded");
        cluster["nodeResourceGroup"]!.GetValue<string>().ShouldBe(NodeGroup, StringCompareShould.IgnoreCase);
        return cluster;
    }

    /// <summary>Nodes, a Deployment of three and a Service that gets an address from the cloud provider.</summary>
    public async Task UseKubectlAsync()
    {
        await azure.AzAsync("aks get-credentials --resource-group myResourceGroup --name MyManagedCluster");
        (await azure.KubectlAsync("get nodes")).Output.Split('\n').Count(l => l.Contains(" Ready ", StringComparison.Ordinal)).ShouldBe(3);
        await azure.KubectlAsync("apply -f -", await File.ReadAllTextAsync(Path.Combine(Checkout.Root, "scripts", "walkthrough.yaml")));
        await azure.KubectlAsync("-n shop rollout status deployment/hello --timeout=120s");
        (await azure.KubectlAsync("-n shop get pods")).Output.Split('\n').Count(l => l.Contains("Running", StringComparison.Ordinal)).ShouldBe(3);
        await LocalAzure.AwaitAsync(() => azure.KubectlAsync("-n shop get svc hello -o jsonpath={.status.loadBalancer.ingress[0].ip}"), "198.1");
        (await azure.KubectlAsync("-n shop get configmap greeting -o jsonpath={.data.text}")).Output.ShouldBe("Hello from a cluster without a secret");
    }

    /// <summary>Take the identity's role away and a new Service stays pending, with Azure's own text; give it back and it gets its address.</summary>
    public async Task TakeTheRoleAwayAsync(string principalId)
    {
        var scope = $"/subscriptions/{azure.SubscriptionId}/resourceGroups/{NodeGroup}";
        var assignment = (await azure.AzAsync(
            $"rest --url https://management.azure.com{scope}/providers/Microsoft.Authorization/roleAssignments?api-version=2022-04-01 --query \"value[?properties.principalId=='{principalId}'].id | [0]\" -o tsv")).Output.Trim();
        await azure.AzAsync($"rest --method delete --url https://management.azure.com{assignment}?api-version=2022-04-01");
        await azure.KubectlAsync("-n shop create service loadbalancer late --tcp=80:80");
        var events = await LocalAzure.AwaitAsync(() => azure.KubectlAsync("-n shop describe service late"), "AuthorizationFailed");
        events.Output.ShouldContain($"with object id '{principalId}' does not have authorization to perform action 'Microsoft.Network/");
        (await azure.KubectlAsync("-n shop get svc late -o jsonpath={.status.loadBalancer}")).Output.ShouldBe("{}");

        var path = Path.Combine(azure.Scratch, "role.json");
        await File.WriteAllTextAsync(path, $$$"""
            {"properties":{"roleDefinitionId":"/subscriptions/{{{azure.SubscriptionId}}}/providers/Microsoft.Authorization/roleDefinitions/b24988ac-6180-42a0-ab88-20f7382dd24c","principalId":"{{{principalId}}}","principalType":"ServicePrincipal"}}
            """);
        await azure.AzAsync($"rest --method put --url https://management.azure.com{scope}/providers/Microsoft.Authorization/roleAssignments/{Guid.NewGuid()}?api-version=2022-04-01 --body @{path}");
        await LocalAzure.AwaitAsync(() => azure.KubectlAsync("-n shop get svc late -o jsonpath={.status.loadBalancer.ingress[0].ip}"), "198.1");
    }

    /// <summary>The kubelet's identity reads its node's metadata and what its role allows, and no more.</summary>
    public async Task<string> SignInAsNodeAsync()
    {
        var node = (await azure.KubectlAsync("get nodes -o jsonpath={.items[0].metadata.name}")).Output;
        var instance = (await azure.VerditerAsync(
            $"run --as-node {node} -- curl -sf -H Metadata:true http://169.254.169.254/metadata/instance/compute?api-version=2021-10-01")).Json;
        instance["resourceGroupName"]!.GetValue<string>().ShouldBe(NodeGroup, StringCompareShould.IgnoreCase);
        var token = (await azure.VerditerAsync($"run --as-node {node} -- curl -sf -H Metadata:true '{TokenUrl}'")).Json["access_token"]!.GetValue<string>();
        (await AskAsync(token, $"resourceGroups/{NodeGroup}")).ShouldContain("HTTP 200");
        (await AskAsync(token, "resourceGroups/myResourceGroup")).ShouldContain("AuthorizationFailed");
        (await azure.TryAsync("curl", $"-s -H Metadata:true '{TokenUrl}'")).Output.ShouldContain("Identity not found");
        return token;
    }

    /// <summary>A cluster on a service principal, which cannot be moved to managed identity.</summary>
    public async Task RefuseTheMoveAsync()
    {
        var app = (await azure.AzAsync("ad app create --display-name old")).Json;
        await azure.AzAsync($"ad sp create --id {app["appId"]}");
        var secret = (await azure.AzAsync($"ad app credential reset --id {app["appId"]}")).Json["password"];
        await azure.AzAsync($"aks create -g myResourceGroup -n Old --no-ssh-key --node-count 1 --service-principal {app["appId"]} --client-secret={secret}");
        var before = (await azure.AzAsync("aks show -g myResourceGroup -n Old")).Output;
        (await azure.TryAzAsync("aks update -g myResourceGroup -n Old --enable-managed-identity --yes")).Refused("Migrating the cluster to MSI cluster is not allowed");
        (await azure.AzAsync("aks show -g myResourceGroup -n Old")).Output.ShouldBe(before);
    }

    /// <summary>The cluster goes, and with it its node resource group, its identities and what their tokens could do.</summary>
    public async Task DeleteClusterAsync(string principalId, string token)
    {
        await azure.AzAsync($"aks delete {Cluster} --yes");
        (await azure.TryAzAsync($"group show -n {NodeGroup}")).Refused("could not be found");
        (await azure.TryAzAsync($"ad sp show --id {principalId}")).Refused("does not exist");
        (await AskAsync(token, $"resourceGroups/{NodeGroup}")).ShouldContain("HTTP 401");
    }

    private async Task<string> AskAsync(string token, string path) => (await azure.TryAsync(
        "curl", $"-s -H 'Authorization: Bearer {token}' -w ' HTTP %{{http_code}}' https://management.azure.com/subscriptions/{azure.SubscriptionId}/{path}?api-version=2021-04-01")).Output;
}
