using Verditer.Core;
using Verditer.ResourceManager.Testing;

namespace Verditer.Providers.Authorization.Tests;

public sealed class PermissionTests : CloudTest
{
    [Fact]
    public async Task List_OfPermissions_ShowsWhatTheCallersRolesGiveThere()
    {
        var group = await Cloud.AddGroupAsync();
        var ada = await Cloud.AddPrincipalWithRoleAsync("Reader", group);
        await Cloud.AssignAsync(await Cloud.AddGroupOfPrincipalsAsync(ada.ObjectId), "AcrPull", group);

        var permissions = (await Cloud.GetAsync($"{group}/providers/Microsoft.Authorization/permissions", ada)).ShouldBe(200);

        permissions.Items.Select(p => p.At("actions")!.ToJsonString()).ShouldBe(["""["Microsoft.ContainerRegistry/registries/pull/read"]""", """["*/read"]"""]);
        (await Cloud.GetAsync($"{Cloud.Subscription}/providers/Microsoft.Authorization/permissions", ada)).ShouldBe(200).Items.ShouldBeEmpty();
    }

    [Fact]
    public async Task Elevate_ByAGlobalAdministrator_GivesUserAccessAdministratorOfAll()
    {
        (await Cloud.PostAsync("/providers/Microsoft.Authorization/elevateAccess")).ShouldBe(200);
        (await Cloud.PostAsync("/providers/Microsoft.Authorization/elevateAccess")).ShouldBe(200);

        var assignments = (await Cloud.GetAsync("/providers/Microsoft.Authorization/roleAssignments?$filter=atScope()")).ShouldBe(200).Items;
        assignments.ShouldHaveSingleItem().Text("properties", "scope").ShouldBe("/");
        assignments[0].Text("properties", "roleDefinitionId").ShouldBe("/providers/Microsoft.Authorization/roleDefinitions/18d7d88d-d35e-4fb5-a5c3-7773c20a72d9");
        (await Cloud.DeleteAsync(assignments[0].Text("id")!)).ShouldBe(200);
        (await Cloud.GetAsync("/providers/Microsoft.Authorization/roleAssignments")).ShouldBe(403);
    }

    [Fact]
    public async Task Elevate_ByAnybodyElse_IsRefused() =>
        (await Cloud.PostAsync("/providers/Microsoft.Authorization/elevateAccess", by: await Cloud.AddPrincipalWithRoleAsync("Owner")))
            .ShouldBeRefused(403, "AuthorizationFailed").Message.ShouldContain("'Microsoft.Authorization/elevateAccess/action' over scope '/providers/Microsoft.Authorization'");

    [Fact]
    public async Task Operations_OfAProvider_AreGroupedByType()
    {
        var nobody = await Cloud.AddPrincipalAsync();

        var network = (await Cloud.GetAsync("/providers/Microsoft.Authorization/providerOperations/microsoft.network?$expand=resourceTypes", nobody)).ShouldBe(200);

        network.Text("name").ShouldBe("Microsoft.Network");
        var subnets = network.At("resourceTypes")!.AsArray().Single(t => t.Text("name") == "virtualNetworks/subnets").At("operations")!.AsArray();
        subnets.Select(o => o.Text("name")).ShouldContain("Microsoft.Network/virtualNetworks/subnets/join/action");
        subnets.Select(o => o.Text("name")).ShouldContain("Microsoft.Network/virtualNetworks/subnets/write");
        (await Cloud.GetAsync("/providers/Microsoft.Authorization/providerOperations", nobody)).ShouldBe(200).Names.ShouldContain("Microsoft.ContainerService");
        (await Cloud.GetAsync("/providers/Microsoft.Authorization/providerOperations/Microsoft.Nobody", nobody)).ShouldBeRefused(404, "ProviderNotFound");
    }
}
