namespace Verditer.EndToEnd;

/// <summary>What az 2.74 does with Verditer as one native file.</summary>
public sealed class CurrentAzTests(CurrentAzFixture fixture) : IClassFixture<CurrentAzFixture>
{
    private LocalAzure Azure => fixture.Azure;

    [Fact]
    public async Task Az_IsTheOneOfDebian13()
    {
        var version = (await Azure.AzAsync("version")).Json;

        version["azure-cli"]!.GetValue<string>().ShouldBe("2.74.0");
    }

    [Fact]
    public async Task SignIn_WithAWrongSecret_IsRefused()
    {
        var app = (await Azure.AzAsync("ad sp create-for-rbac --name wrong-secret")).Json;

        var answer = await Azure.TryAzAsync($"login --service-principal -u {app["appId"]} -p not-the-secret -t {Azure.TenantId}", "wrong-secret");

        answer.Refused("AADSTS7000215");
    }

    [Fact]
    public async Task ReadersSignIn_ReadsAndMayNotWrite()
    {
        var group = (await Azure.AzAsync("group create -n readers -l westus2")).Json["id"]!.GetValue<string>();
        var app = (await Azure.AzAsync($"ad sp create-for-rbac --name reader --role Reader --scopes {group}")).Json;

        (await Azure.TryAzAsync($"login --service-principal -u {app["appId"]} -p {app["password"]} -t {app["tenant"]}", "reader")).Ok();

        (await Azure.TryAzAsync("group show -n readers", "reader")).Ok();
        (await Azure.TryAzAsync("identity create -g readers -n mine", "reader"))
            .Refused("AuthorizationFailed", "Microsoft.ManagedIdentity/userAssignedIdentities/write");
    }

    [Fact]
    public async Task Group_FromCreationToDeletion()
    {
        await Azure.AzAsync("group create -n short-lived -l westus2");
        (await Azure.AzAsync("group update -n short-lived --set tags.team=blue --query tags.team -o tsv")).Output.Trim().ShouldBe("blue");
        (await Azure.AzAsync("group exists -n short-lived")).Output.Trim().ShouldBe("true");

        await Azure.AzAsync("group delete -n short-lived --yes");

        (await Azure.TryAzAsync("group show -n short-lived")).Refused("ResourceGroupNotFound");
    }

    [Fact]
    public async Task IdentitysPrincipal_TakesARoleAndLosesIt()
    {
        var group = (await Azure.AzAsync("group create -n identities -l westus2")).Json["id"]!.GetValue<string>();
        var identity = (await Azure.AzAsync("identity create -g identities -n mine")).Json;
        var principal = identity["principalId"]!.GetValue<string>();

        await Azure.AzAsync($"role assignment create --assignee {principal} --role \"Network Contributor\" --scope {group}");
        var assigned = (await Azure.AzAsync("role assignment list -g identities --query \"[].[principalId,roleDefinitionName,principalType]\" -o tsv")).Output.Trim();
        await Azure.AzAsync($"role assignment delete --assignee {principal} --role \"Network Contributor\" --scope {group}");

        assigned.ShouldBe($"{principal}\tNetwork Contributor\tServicePrincipal");
        (await Azure.AzAsync("role assignment list -g identities")).Json.AsArray().ShouldBeEmpty();
    }

    [Fact]
    public async Task FederatedCredential_IsKeptWithItsIdentity()
    {
        await Azure.AzAsync("group create -n federated -l westus2");
        await Azure.AzAsync("identity create -g federated -n mine");

        await Azure.AzAsync("identity federated-credential create -g federated --identity-name mine -n pods --issuer https://issuer.example --subject system:serviceaccount:default:app --audiences api://AzureADTokenExchange");

        (await Azure.AzAsync("identity federated-credential list -g federated --identity-name mine --query [].subject -o tsv")).Output.Trim()
            .ShouldBe("system:serviceaccount:default:app");
    }

    [Fact]
    public async Task Network_IsMadeOfPartsThatReferToEachOther()
    {
        await Azure.AzAsync("group create -n networks -l westus2");
        await Azure.AzAsync("network nsg create -g networks -n guard");
        await Azure.AzAsync("network nsg rule create -g networks --nsg-name guard -n https --priority 100 --destination-port-ranges 443");
        await Azure.AzAsync("network route-table create -g networks -n routes");
        await Azure.AzAsync("network vnet create -g networks -n net --address-prefix 10.1.0.0/16 --subnet-name first --subnet-prefix 10.1.0.0/24");

        await Azure.AzAsync("network vnet subnet create -g networks --vnet-name net -n second --address-prefixes 10.1.1.0/24 --network-security-group guard --route-table routes");
        await Azure.AzAsync("network public-ip create -g networks -n address --sku Standard");
        await Azure.AzAsync("network nic create -g networks -n card --vnet-name net --subnet second");

        (await Azure.AzAsync("network vnet subnet list -g networks --vnet-name net --query [].name -o tsv")).Output.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .ShouldBe(["first", "second"]);
        (await Azure.TryAzAsync("network nsg delete -g networks -n guard")).Refused("guard");
        (await Azure.AzAsync("resource list -g networks --query \"length(@)\"")).Output.Trim().ShouldBe("5");
    }

    [Fact]
    public async Task Disk_IsMade()
    {
        await Azure.AzAsync("group create -n disks -l westus2");

        var disk = (await Azure.AzAsync("disk create -g disks -n data --size-gb 4")).Json;

        disk["provisioningState"]!.GetValue<string>().ShouldBe("Succeeded");
        (await Azure.AzAsync("disk show -g disks -n data --query diskSizeGB")).Output.Trim().ShouldBe("4");
    }

    [Fact]
    public async Task Lock_ForbidsDeletionUntilItIsDeleted()
    {
        await Azure.AzAsync("group create -n locked -l westus2");
        await Azure.AzAsync("lock create -g locked -n keep --lock-type CanNotDelete");
        (await Azure.TryAzAsync("group delete -n locked --yes")).Refused("ScopeLocked");

        await Azure.AzAsync("lock delete -g locked -n keep");

        await Azure.AzAsync("group delete -n locked --yes");
    }

    [Fact]
    public async Task Provider_NotRegistered_RefusesByName()
    {
        await Azure.AzAsync("group create -n unregistered -l westus2");

        (await Azure.TryAzAsync("acr create -g unregistered -n registry1 --sku Basic"))
            .Refused("MissingSubscriptionRegistration", "Microsoft.ContainerRegistry");
    }
}
