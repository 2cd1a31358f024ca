using System.Text.Json.Nodes;

namespace Verditer.EndToEnd;

/// <summary>Clusters under today's rules as az 2.74 handles them: moves between identities, identities of the user's, add-ons, a locked node resource group.</summary>
public sealed class TodaysRulesTests(TodaysRulesFixture fixture) : IClassFixture<TodaysRulesFixture>
{
    private const string TokenUrl = "http://169.254.169.254/metadata/identity/oauth2/token?api-version=2018-02-01&resource=https://management.azure.com/";

    private LocalAzure Azure => fixture.Azure;

    [Fact]
    public async Task ServicePrincipalCluster_MovesAndItsKubeletFollowsAtTheNodeImageUpgrade()
    {
        await Azure.AzAsync("group create -n moved -l westus2");
        var app = (await Azure.AzAsync("ad sp create-for-rbac --name mover")).Json;
        var made = (await Azure.AzAsync($"aks create -g moved -n old --service-principal {app["appId"]} --client-secret={app["password"]} --no-ssh-key --node-count 1")).Json;
        made["servicePrincipalProfile"]!["clientId"]!.GetValue<string>().ShouldBe(app["appId"]!.GetValue<string>());
        await Azure.AzAsync("aks get-credentials -g moved -n old");
        var node = (await Azure.KubectlAsync("get nodes -o name")).Output.Trim().Split('/')[1];
        (await TokenAsync(node)).Output.ShouldContain("Identity not found");
        await AwaitAddressAsync("before");

        var moved = (await Azure.AzAsync("aks update -g moved -n old --enable-managed-identity --yes")).Json;

        moved["servicePrincipalProfile"]!["clientId"]!.GetValue<string>().ShouldBe("msi");
        var kubelet = moved["identityProfile"]!["kubeletidentity"]!;
        var nodeGroup = moved["nodeResourceGroup"]!.GetValue<string>();
        (await Azure.AzAsync($"role assignment list -g {nodeGroup} --assignee {moved["identity"]!["principalId"]} --query [].roleDefinitionName -o tsv")).Output.Trim().ShouldBe("Contributor");
        (await TokenAsync(node)).Output.ShouldContain("Identity not found");
        await AwaitAddressAsync("after");

        await Azure.AzAsync("aks nodepool upgrade -g moved --cluster-name old -n nodepool1 --node-image-only");

        JsonNode.Parse((await TokenAsync(node)).Ok().Output)!["client_id"]!.GetValue<string>().ShouldBe(kubelet["clientId"]!.GetValue<string>());
        (await Azure.TryAzAsync($"aks update-credentials -g moved -n old --reset-service-principal --service-principal {app["appId"]} --client-secret={app["password"]}"))
            .Refused("Updating service principal profile is not allowed on MSI cluster.");
    }

    [Fact]
    public async Task OwnIdentities_OfAClusterWithALockedNodeGroup_CanBeChanged()
    {
        await Azure.AzAsync("group create -n owned -l westus2");
        var (controller, first, second) = (await IdentityAsync("controller"), await IdentityAsync("first"), await IdentityAsync("second"));

        var made = (await Azure.AzAsync(
            $"aks create -g owned -n one --assign-identity {controller["id"]} --assign-kubelet-identity {first["id"]} --nrg-lockdown-restriction-level ReadOnly --no-ssh-key --node-count 1")).Json;

        made["identityProfile"]!["kubeletidentity"]!["objectId"]!.GetValue<string>().ShouldBe(first["principalId"]!.GetValue<string>());
        (await Azure.TryAzAsync($"network route-table create -g {made["nodeResourceGroup"]} -n mine")).Refused("DenyAssignmentAuthorizationFailed");

        var changed = (await Azure.AzAsync($"aks update -g owned -n one --enable-managed-identity --assign-identity {controller["id"]} --assign-kubelet-identity {second["id"]} --yes")).Json;

        changed["identityProfile"]!["kubeletidentity"]!["objectId"]!.GetValue<string>().ShouldBe(second["principalId"]!.GetValue<string>());
        await Azure.AzAsync("aks update -g owned -n one --nrg-lockdown-restriction-level Unrestricted");
        await Azure.AzAsync($"network route-table create -g {made["nodeResourceGroup"]} -n mine");
        (await Azure.AzAsync($"vmss list -g {made["nodeResourceGroup"]} --query [].identity.userAssignedIdentities.*.clientId -o tsv")).Output.Trim()
            .ShouldBe(second["clientId"]!.GetValue<string>());
    }

    [Fact]
    public async Task Addons_SwitchedOnAndOff_HaveIdentitiesMeanwhile()
    {
        await Azure.AzAsync("group create -n addons -l westus2");
        await Azure.AzAsync("aks create -g addons -n one --no-ssh-key --node-count 1");

        var on = (await Azure.AzAsync("aks enable-addons -g addons -n one -a azure-policy,azure-keyvault-secrets-provider")).Json;

        var group = on["nodeResourceGroup"]!.GetValue<string>();
        on["addonProfiles"]!["azurepolicy"]!["identity"]!["resourceId"]!.GetValue<string>().ShouldEndWith("/userAssignedIdentities/azurepolicy-one");
        (await NamesAsync()).ShouldBe(["azurekeyvaultsecretsprovider-one", "azurepolicy-one", "one-agentpool"]);

        await Azure.AzAsync("aks disable-addons -g addons -n one -a azure-policy,azure-keyvault-secrets-provider");

        (await NamesAsync()).ShouldBe(["one-agentpool"]);

        async Task<IEnumerable<string>> NamesAsync() =>
            (await Azure.AzAsync($"identity list -g {group} --query [].name -o tsv")).Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Order();
    }

    private async Task<JsonNode> IdentityAsync(string name) => (await Azure.AzAsync($"identity create -g owned -n {name}")).Json;

    private Task<CommandResult> TokenAsync(string node) => Azure.TryAsync("verditer", $"run --as-node {node} -- curl -s -H Metadata:true '{TokenUrl}'");

    private async Task AwaitAddressAsync(string service)
    {
        await Azure.KubectlAsync($"create service loadbalancer {service} --tcp=80:80");
        await LocalAzure.AwaitAsync(() => Azure.KubectlAsync($"get service {service} -o jsonpath='{{.status.loadBalancer.ingress}}'"), "ip");
    }
}
