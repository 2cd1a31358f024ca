namespace Verditer.EndToEnd;

/// <summary>What <c>az acr</c> of 2.74 does with registries as resources.</summary>
public sealed class ContainerRegistryTests(ContainerRegistryFixture fixture) : IClassFixture<ContainerRegistryFixture>
{
    private LocalAzure Azure => fixture.Azure;

    [Fact]
    public async Task Registry_FromCreationToDeletion()
    {
        await Azure.AzAsync("group create -n lives -l westus2");
        (await ReadAsync("acr check-name -n shortlived --query nameAvailable")).ShouldBe("true");
        await Azure.AzAsync("acr create -g lives -n shortlived --sku Basic");

        (await ReadAsync("acr show -n shortlived --query [loginServer,provisioningState] -o tsv")).ShouldBe("shortlived.azurecr.io\nSucceeded");
        (await ReadAsync("acr list -g lives --query [].name -o tsv")).ShouldBe("shortlived");
        (await ReadAsync("acr update -n shortlived --sku Standard --anonymous-pull-enabled true --tags team=blue --query [sku.tier,anonymousPullEnabled,tags.team] -o tsv"))
            .ShouldBe("Standard\ntrue\nblue");
        (await ReadAsync("acr show-usage -n shortlived --query value[0].limit")).ShouldBe("107374182400");
        (await ReadAsync("acr check-name -n shortlived --query reason -o tsv")).ShouldBe("AlreadyExists");

        await Azure.AzAsync("acr delete -n shortlived --yes");

        (await Azure.TryAzAsync("acr show -n shortlived -g lives")).Refused("ResourceNotFound");
        (await ReadAsync("acr check-name -n shortlived --query nameAvailable")).ShouldBe("true");
    }

    [Fact]
    public async Task AdminUser_HasPasswordsThatAreShownAndRenewed()
    {
        await Azure.AzAsync("group create -n admins -l westus2");
        await Azure.AzAsync("acr create -g admins -n withadmin --sku Basic");
        (await Azure.TryAzAsync("acr credential show -n withadmin")).Refused("enable admin");
        await Azure.AzAsync("acr update -n withadmin --admin-enabled true");
        var before = (await Azure.AzAsync("acr credential show -n withadmin")).Json;

        var after = (await Azure.AzAsync("acr credential renew -n withadmin --password-name password2")).Json;

        before["username"]!.GetValue<string>().ShouldBe("withadmin");
        before["passwords"]![0]!["value"]!.GetValue<string>().Length.ShouldBe(52);
        after["passwords"]![0]!["value"]!.GetValue<string>().ShouldBe(before["passwords"]![0]!["value"]!.GetValue<string>());
        after["passwords"]![1]!["value"]!.GetValue<string>().ShouldNotBe(before["passwords"]![1]!["value"]!.GetValue<string>());
    }

    [Fact]
    public async Task Token_GetsAScopeMapAndPasswordsThatEnd()
    {
        await Azure.AzAsync("group create -n tokens -l westus2");
        await Azure.AzAsync("acr create -g tokens -n withtokens --sku Basic");
        (await ReadAsync("acr scope-map list -r withtokens --query \"length([?starts_with(name, '_repositories_')])\"")).ShouldBe("5");
        await Azure.AzAsync("acr scope-map create -r withtokens -n readers --repository app content/read");
        await Azure.AzAsync("acr scope-map update -r withtokens -n readers --add-repository other metadata/read");

        var made = (await Azure.AzAsync("acr token create -r withtokens -n robot --scope-map readers --expiration-in-days 3")).Json;

        made["credentials"]!["passwords"]!.AsArray().Count.ShouldBe(2);
        made["credentials"]!["passwords"]![0]!["expiry"].ShouldNotBeNull();
        (await ReadAsync("acr token credential delete -r withtokens -n robot --password1 --query credentials.passwords[].name -o tsv")).ShouldBe("password2");
        (await ReadAsync("acr token credential generate -r withtokens -n robot --password1 --query passwords[].name -o tsv")).ShouldBe("password1");
        (await ReadAsync("acr token update -r withtokens -n robot --status disabled --query status -o tsv")).ShouldBe("disabled");
        await Azure.AzAsync("acr token delete -r withtokens -n robot --yes");
        await Azure.AzAsync("acr scope-map delete -r withtokens -n readers --yes");
        (await ReadAsync("acr token list -r withtokens --query \"length(@)\"")).ShouldBe("0");
        (await Azure.TryAzAsync("acr scope-map delete -r withtokens -n _repositories_pull --yes")).Refused("SystemDefinedScopeMap");
    }

    [Fact]
    public async Task Registry_OfABasicTier_IsRefusedWhatItDoesNotHave()
    {
        await Azure.AzAsync("group create -n tiers -l westus2");
        await Azure.AzAsync("acr create -g tiers -n basictier --sku Basic");

        (await Azure.TryAzAsync("acr update -n basictier --anonymous-pull-enabled true")).Refused("Anonymous pull is not supported for SKU Managed_Basic");
        (await Azure.TryAzAsync("acr update -n basictier --data-endpoint-enabled true")).Refused("data endpoint rule is not supported for the SKU Basic");
        (await Azure.TryAzAsync("acr replication create -r basictier -l eastus")).Refused("Premium");
        await Azure.AzAsync("acr update -n basictier --sku Premium");
        (await ReadAsync("acr config retention update -r basictier --status enabled --days 3 --type UntaggedManifests --query days")).ShouldBe("3");
    }

    [Fact]
    public async Task Import_FromOutside_IsRefusedByName()
    {
        await Azure.AzAsync("group create -n imports -l westus2");
        await Azure.AzAsync("acr create -g imports -n importer --sku Basic");
        await Azure.AzAsync("acr create -g imports -n emptyone --sku Basic");

        (await Azure.TryAzAsync("acr import -n importer --source docker.io/library/hello-world:latest")).Refused("InvalidParameters", "docker.io");
        (await Azure.TryAzAsync("acr import -n importer --source emptyone.azurecr.io/app:v1")).Refused("app:v1", "emptyone.azurecr.io");
    }

    [Fact]
    public async Task Cluster_IsAttachedToARegistryAndDetached()
    {
        await Azure.AzAsync("group create -n attached -l westus2");
        var registry = (await Azure.AzAsync("acr create -g attached -n pulledfrom --sku Basic")).Json["id"]!.GetValue<string>();
        await Azure.AzAsync("aks create -g attached -n cluster --node-count 1 --no-ssh-key --attach-acr pulledfrom");
        var kubelet = await ReadAsync("aks show -g attached -n cluster --query identityProfile.kubeletidentity.objectId -o tsv");
        (await AssignedAsync()).ShouldBe($"{kubelet}\tAcrPull");

        await Azure.AzAsync("aks update -g attached -n cluster --detach-acr pulledfrom");
        (await AssignedAsync()).ShouldBeEmpty();

        await Azure.AzAsync($"aks update -g attached -n cluster --attach-acr {registry}");
        (await AssignedAsync()).ShouldBe($"{kubelet}\tAcrPull");

        Task<string> AssignedAsync() => ReadAsync($"role assignment list --scope {registry} --query \"[].[principalId,roleDefinitionName]\" -o tsv");
    }

    private async Task<string> ReadAsync(string line) => (await Azure.AzAsync(line)).Output.Trim();
}
