using System.Text.Json.Nodes;

namespace Verditer.EndToEnd;

/// <summary>Roles, custom roles and management groups as az 2.74 handles them, with Verditer as one native file.</summary>
public sealed class RoleTests(CurrentAzFixture fixture) : IClassFixture<CurrentAzFixture>
{
    private LocalAzure Azure => fixture.Azure;

    [Fact]
    public async Task Assignment_FromCreationToDeletion()
    {
        var (group, principal) = await IdentityInGroupAsync("assigned");
        var create = $"role assignment create --assignee-object-id {principal} --assignee-principal-type ServicePrincipal --role AcrPull --scope {group} --description pulls";

        var made = (await Azure.AzAsync(create)).Json;
        (await Azure.AzAsync(create)).Json["id"]!.GetValue<string>().ShouldBe(made["id"]!.GetValue<string>());
        made["description"] = "still pulls";
        await Azure.AzAsync($"role assignment update --role-assignment {await FileAsync("assignment.json", made)}");

        (await Azure.AzAsync($"role assignment list --scope {group} --query [].[roleDefinitionName,description,principalType] -o tsv")).Output.Trim().ShouldBe("AcrPull\tstill pulls\tServicePrincipal");
        await Azure.AzAsync($"role assignment delete --ids {made["id"]}");
        (await Azure.AzAsync($"role assignment list --scope {group}")).Json.AsArray().ShouldBeEmpty();
        (await Azure.TryAzAsync($"role assignment delete --assignee {principal} --role AcrPull --scope {group}")).Refused("No matched assignments");
        (await Azure.TryAzAsync($"{create} --condition true")).Refused("NotImplemented", "condition");
        (await Azure.TryAzAsync($"role assignment create --assignee-object-id {Guid.NewGuid()} --role AcrPull --scope {group}")).Refused("PrincipalNotFound");
    }

    [Fact]
    public async Task Assignments_ListedWithEveryFlag_AreThoseAsked()
    {
        var (group, principal) = await IdentityInGroupAsync("listed");
        await Azure.AzAsync($"role assignment create --assignee-object-id {principal} --assignee-principal-type ServicePrincipal --role Reader --scope {group}");
        await Azure.AzAsync($"role assignment create --assignee-object-id {principal} --assignee-principal-type ServicePrincipal --role AcrPull --scope /subscriptions/{Azure.SubscriptionId}");

        (await NamesAsync($"--assignee {principal} --all")).ShouldBe(["AcrPull", "Reader"]);
        (await NamesAsync($"--assignee {principal} --all --include-inherited --include-groups")).ShouldBe(["AcrPull", "Reader"]);
        (await NamesAsync($"--assignee {principal} --scope {group}")).ShouldBe(["Reader"]);
        (await NamesAsync($"--assignee {principal} --scope {group} --include-inherited")).ShouldBe(["AcrPull", "Reader"]);
        (await NamesAsync($"--assignee {principal} -g listed --include-inherited --include-groups")).ShouldBe(["AcrPull", "Reader"]);
        (await NamesAsync($"--assignee {principal} --role acdd72a7-3385-48ef-bd42-f606fba81ae7 --all")).ShouldBe(["Reader"]);

        async Task<IEnumerable<string>> NamesAsync(string flags) =>
            (await Azure.AzAsync($"role assignment list {flags} --query [].roleDefinitionName -o tsv")).Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Order();
    }

    [Fact]
    public async Task Group_GivesItsRolesToTheMembersOfItsGroups()
    {
        var (group, principal) = await IdentityInGroupAsync("grouped");
        var inner = await GroupAsync("inner", principal);
        var outer = await GroupAsync("outer", inner);

        await Azure.AzAsync($"role assignment create --assignee-object-id {outer} --assignee-principal-type Group --role Reader --scope {group}");

        (await Azure.AzAsync($"role assignment list --assignee {principal} --scope {group}")).Json.AsArray().ShouldBeEmpty();
        (await Azure.AzAsync($"role assignment list --assignee {principal} --scope {group} --include-groups --query [].[principalName,principalType,roleDefinitionName] -o tsv")).Output.Trim()
            .ShouldBe("outer\tGroup\tReader");
        (await Azure.AzAsync($"role assignment list --assignee {principal} --all --include-groups --query [].principalId -o tsv")).Output.Trim().ShouldBe(outer);

        async Task<string> GroupAsync(string name, string member)
        {
            var id = (await Azure.AzAsync($"ad group create --display-name {name} --mail-nickname {name}")).Json["id"]!.GetValue<string>();
            await Azure.AzAsync($"ad group member add --group {id} --member-id {member}");
            return id;
        }
    }

    [Fact]
    public async Task Assignment_OfADeletedPrincipal_StaysWithoutAName()
    {
        var (group, principal) = await IdentityInGroupAsync("orphaned");
        await Azure.AzAsync($"role assignment create --assignee-object-id {principal} --assignee-principal-type ServicePrincipal --role Reader --scope {group}");

        await Azure.AzAsync("identity delete -g orphaned -n mine");

        var left = (await Azure.AzAsync($"role assignment list --scope {group}")).Json.AsArray().ShouldHaveSingleItem()!;
        (left["principalId"]!.GetValue<string>(), left["principalName"]!.GetValue<string>()).ShouldBe((principal, ""));
    }

    [Fact]
    public async Task CustomRole_FromCreationToDeletion()
    {
        var (group, principal) = await IdentityInGroupAsync("custom");
        var role = new JsonObject
        {
            ["Name"] = "Starter",
            ["Description"] = "Starts machines",
            ["Actions"] = new JsonArray("Microsoft.Compute/*/read", "Microsoft.Compute/virtualMachines/start/action"),
            ["NotActions"] = new JsonArray(),
            ["AssignableScopes"] = new JsonArray($"/subscriptions/{Azure.SubscriptionId}"),
        };

        var made = (await Azure.AzAsync($"role definition create --role-definition {await FileAsync("role.json", role)}")).Json;
        (made["roleName"]!.GetValue<string>(), made["roleType"]!.GetValue<string>()).ShouldBe(("Starter", "CustomRole"));
        (await Azure.TryAzAsync($"role definition create --role-definition {await FileAsync("role.json", role)}")).Refused("RoleDefinitionWithSameNameExists");
        (await Azure.AzAsync("role definition list --custom-role-only --query [].roleName -o tsv")).Output.Trim().ShouldBe("Starter");
        role["Actions"]!.AsArray().Add("Microsoft.Compute/virtualMachines/restart/action");
        await Azure.AzAsync($"role definition update --role-definition {await FileAsync("role.json", role)}");
        (await Azure.AzAsync("role definition list --name Starter --query [0].permissions[0].actions[2] -o tsv")).Output.Trim().ShouldBe("Microsoft.Compute/virtualMachines/restart/action");
        (await Azure.AzAsync($"role definition show --id {made["id"]} --query description -o tsv")).Output.Trim().ShouldBe("Starts machines");

        await Azure.AzAsync($"role assignment create --assignee-object-id {principal} --assignee-principal-type ServicePrincipal --role Starter --scope {group}");
        (await Azure.TryAzAsync("role definition delete --name Starter")).Refused("RoleDefinitionHasAssignments");
        await Azure.AzAsync($"role assignment delete --assignee {principal} --role Starter --scope {group}");
        await Azure.AzAsync("role definition delete --name Starter");
        (await Azure.AzAsync("role definition list --custom-role-only")).Json.AsArray().ShouldBeEmpty();
    }

    [Fact]
    public async Task BuiltInRoles_AreAllListed()
    {
        (await Azure.AzAsync("role definition list --query \"length([?roleType=='BuiltInRole'])\"")).Output.Trim().ShouldBe("928");
        (await Azure.AzAsync("role definition list --name Contributor --query [0].permissions[0].notActions[0] -o tsv")).Output.Trim().ShouldBe("Microsoft.Authorization/*/Delete");
        (await Azure.AzAsync("provider operation show --namespace Microsoft.ManagedIdentity --query \"resourceTypes[?name=='userAssignedIdentities'].operations[].name\" -o tsv")).Output
            .ShouldContain("Microsoft.ManagedIdentity/userAssignedIdentities/assign/action");
    }

    [Fact]
    public async Task ManagementGroup_HandsItsRolesDown()
    {
        var (group, principal) = await IdentityInGroupAsync("managed");
        await Azure.AzAsync("account management-group create -n teams --display-name \"All teams\" --no-register");
        await Azure.AzAsync("account management-group create -n blue --parent teams --no-register");
        await Azure.AzAsync($"account management-group subscription add -n blue -s {Azure.SubscriptionId}");

        await Azure.AzAsync($"role assignment create --assignee-object-id {principal} --assignee-principal-type ServicePrincipal --role Reader --scope /providers/Microsoft.Management/managementGroups/teams");

        (await Azure.AzAsync($"role assignment list --assignee {principal} --scope {group} --include-inherited --query [].[roleDefinitionName,scope] -o tsv")).Output.Trim()
            .ShouldBe("Reader\t/providers/Microsoft.Management/managementGroups/teams");
        (await Azure.AzAsync("account management-group show -n teams -e -r --no-register --query children[0].children[0].name -o tsv")).Output.Trim().ShouldBe(Azure.SubscriptionId);
        (await Azure.AzAsync("account management-group list --no-register --query [].name -o tsv")).Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).ShouldBe(["blue", "teams"]);
        (await Azure.AzAsync("account management-group subscription show-sub-under-mg -n blue --query [].name -o tsv")).Output.Trim().ShouldBe(Azure.SubscriptionId);
        (await Azure.AzAsync("account management-group update -n teams --display-name Teams --query displayName -o tsv")).Output.Trim().ShouldBe("Teams");

        await Azure.AzAsync($"account management-group subscription remove -n blue -s {Azure.SubscriptionId}");
        await Azure.AzAsync("account management-group delete -n blue --no-register");
        await Azure.AzAsync("account management-group delete -n teams --no-register");
        (await Azure.AzAsync($"role assignment list --assignee {principal} --scope {group} --include-inherited")).Json.AsArray().ShouldBeEmpty();
    }

    [Fact]
    public async Task GlobalAdministrator_ElevatesAndLetsGoAgain()
    {
        await Azure.AzAsync("rest --method post --url /providers/Microsoft.Authorization/elevateAccess?api-version=2016-07-01");

        var root = (await Azure.AzAsync("role assignment list --scope / --query [].[id,roleDefinitionName] -o tsv")).Output.Trim().Split('\t');
        root[1].ShouldBe("User Access Administrator");

        await Azure.AzAsync($"role assignment delete --ids {root[0]}");
        (await Azure.TryAzAsync("role assignment list --scope /")).Refused("AuthorizationFailed");
    }

    private async Task<(string Group, string Principal)> IdentityInGroupAsync(string name)
    {
        var group = (await Azure.AzAsync($"group create -n {name} -l westus2")).Json["id"]!.GetValue<string>();
        var identity = (await Azure.AzAsync($"identity create -g {name} -n mine")).Json;
        return (group, identity["principalId"]!.GetValue<string>());
    }

    private async Task<string> FileAsync(string name, JsonNode content)
    {
        var path = Path.Combine(Azure.Scratch, name);
        await File.WriteAllTextAsync(path, content.ToJsonString());
        return path;
    }
}
