namespace Verditer.EndToEnd;

/// <summary>What runs on a node gets the tokens of what the node's scale set carries, with real clients.</summary>
[Collection(IdentityCollection.Name)]
public sealed class ManagedIdentityTests(IdentityFixture fixture)
{
    private LocalAzure Azure => fixture.Azure;

    [Fact]
    public async Task Identities_OfTheNode_SignInByEverySelectorAndProtocol()
    {
        var kubelet = (await Azure.AzAsync($"aks show -g {IdentityFixture.Group} -n c --query identityProfile.kubeletidentity")).Json;
        var (client, principal, resource) = (kubelet["clientId"], kubelet["objectId"], kubelet["resourceId"]);
        var (net, node) = ($"{Applications.DotNet} {fixture.GroupId}", $"{Applications.JavaScript} {Azure.SubscriptionId} {IdentityFixture.Group}");

        foreach (var command in (string[])
        [
            $"{net} managed", $"{net} client-id {client}", $"{net} object-id {principal}", $"{net} resource-id {resource}",
            $"{node} managed", $"{node} client-id {client}", $"{node} resource-id {resource}",
        ])
        {
            (await fixture.AsNodeAsync(command)).Ok().Output.Trim().ShouldBe("westus2", command);
        }

        // DefaultAzureCredential gives the metadata service one second for its first answer, which a busy machine may miss.
        await LocalAzure.AwaitAsync(() => fixture.AsNodeAsync($"{net} default"), "westus2");
        await LocalAzure.AwaitAsync(() => fixture.AsNodeAsync($"{node} default"), "westus2");
        (await fixture.AsNodeAsync($"{net} client-id {client}", "pod-identity")).Ok().Output.Trim().ShouldBe("westus2");
        (await fixture.AsNodeAsync($"{net} client-id {client}", "app-service")).Ok().Output.Trim().ShouldBe("westus2");
        (await fixture.AsNodeAsync($"{net} client-id {fixture.ClientId}")).Refused("Identity not found");
    }

    [Fact]
    public async Task Az_SignsInAsTheNode()
    {
        (await fixture.AsNodeAsync("az login --identity")).Ok();
        (await fixture.AsNodeAsync($"az group show -n {IdentityFixture.Group} --query location -o tsv")).Ok().Output.Trim().ShouldBe("westus2");
        (await fixture.AsNodeAsync("az login --identity --client-id 11111111-1111-1111-1111-111111111111")).Refused("Identity not found");
        (await fixture.AsNodeAsync("az group create -n mine -l westus2")).Refused("AuthorizationFailed");
    }

    [Fact]
    public async Task ScaleSetOfItsOwn_GetsAndLosesItsIdentities()
    {
        await Azure.AzAsync("group create -n machines -l westus2");
        var id = $"/subscriptions/{Azure.SubscriptionId}/resourceGroups/machines/providers/Microsoft.Compute/virtualMachineScaleSets/set";
        await File.WriteAllTextAsync(Path.Combine(Azure.Scratch, "set.json"), """{"location":"westus2","sku":{"name":"Standard_B1s","capacity":1},"properties":{"upgradePolicy":{"mode":"Manual"},"virtualMachineProfile":{}}}""");
        await Azure.AzAsync($"rest --method put --url https://management.azure.com{id}?api-version=2023-09-01 --body @{Path.Combine(Azure.Scratch, "set.json")}");
        await Azure.AzAsync("identity create -g machines -n first");
        await Azure.AzAsync("identity create -g machines -n second");
        var instance = $"{id}/virtualMachines/0";

        (await AskAsync(instance)).ShouldContain("Identity not found");
        await Azure.AzAsync("vmss identity assign -g machines -n set --identities first second");
        (await AskAsync(instance)).ShouldContain("Multiple user assigned identities exist");
        await Azure.AzAsync("vmss identity assign -g machines -n set");
        var own = await fixture.ValueAsync("vmss identity show -g machines -n set --query principalId");
        (await AskAsync(instance)).ShouldContain((await fixture.ValueAsync($"ad sp show --id {own} --query appId")));

        await Azure.AzAsync("vmss identity remove -g machines -n set --identities [system]");
        await Azure.AzAsync("vmss identity remove -g machines -n set --identities first");
        (await AskAsync(instance)).ShouldContain(await fixture.ValueAsync("identity show -g machines -n second --query clientId"));
        (await Azure.TryAzAsync($"ad sp show --id {own}")).Refused("does not exist");
        (await fixture.ValueAsync("identity list-resources -g machines -n second --query [].name")).ShouldBe("set");
    }

    [Fact]
    public async Task Certificate_SignsInAnApplicationOfTheSdk()
    {
        var app = (await Azure.AzAsync($"ad sp create-for-rbac --name certificate --role Reader --scopes {fixture.GroupId} --create-cert")).Json;

        var answer = await Azure.TryAsync("verditer",
            $"run -- {Applications.DotNet} {fixture.GroupId} certificate {app["tenant"]} {app["appId"]} {app["fileWithCertAndPrivateKey"]}");

        answer.Ok().Output.Trim().ShouldBe("westus2");
    }

    /// <summary>What the metadata service says to a machine that asks for a token.</summary>
    private async Task<string> AskAsync(string machine) => (await Azure.TryAsync("verditer",
        $"run --as-node {machine} -- curl --silent -H Metadata:true http://169.254.169.254/metadata/identity/oauth2/token?api-version=2018-02-01&resource=https://management.azure.com/")).Ok().Output;
}
