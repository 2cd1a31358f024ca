using System.Text.Json.Nodes;
using Verditer.Core;
using Verditer.Directory;
using Verditer.ResourceManager.Testing;

namespace Verditer.Providers.Management.Tests;

public sealed class ManagementGroupTests : CloudTest
{
    private const string Groups = "/providers/Microsoft.Management/managementGroups";

    private TestPrincipal _ada = null!;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        _ada = await Cloud.AddPrincipalAsync();
    }

    [Fact]
    public async Task Put_ByAnybodyInTheTenant_MakesAGroupInTheRootGroupAndItsOwner()
    {
        var made = (await PutAsync("Teams", by: _ada, displayName: "All teams")).ShouldBe(200);

        (made.Text("id"), made.Text("name"), made.Text("type")).ShouldBe(($"{Groups}/Teams", "Teams", "Microsoft.Management/managementGroups"));
        (made.Text("properties", "tenantId"), made.Text("properties", "displayName"), made.Text("properties", "details", "parent", "id"))
            .ShouldBe((Cloud.TenantId, "All teams", $"{Groups}/{Cloud.TenantId}"));
        (await Cloud.GetAsync($"{Groups}/teams", _ada)).ShouldBe(200).Text("properties", "details", "updatedBy").ShouldBe(_ada.ObjectId);
        (await Cloud.GetAsync($"{Groups}/teams")).ShouldBeRefused(403, "AuthorizationFailed");
        (await Cloud.GetAsync($"{Groups}/teams/providers/Microsoft.Authorization/roleAssignments?$filter=atScope()", _ada)).ShouldBe(200)
            .Items.ShouldHaveSingleItem().Text("properties", "roleDefinitionId").ShouldBe("/providers/Microsoft.Authorization/roleDefinitions/8e3af657-a8ff-443c-a75c-2fe8c4bcb635");
    }

    [Fact]
    public async Task Put_IntoAGroup_NeedsTheRightToWriteThatGroup()
    {
        await PutAsync("teams");

        (await PutAsync("blue", "teams", by: _ada)).ShouldBeRefused(403, "AuthorizationFailed").Message.ShouldContain("'Microsoft.Management/managementGroups/write'");
        (await PutAsync("blue", "teams")).ShouldBe(200);
        (await PutAsync("red", "nobody")).ShouldBeRefused(404, "ParentNotFound");
    }

    [Theory]
    [InlineData("a.")]
    [InlineData("a b")]
    [InlineData("ä")]
    public async Task Put_UnderANameThatIsNotAllowed_IsRefused(string name) => (await PutAsync(name)).ShouldBeRefused(400, "InvalidManagementGroupId");

    [Fact]
    public async Task Roles_OnAGroup_AreInheritedByItsSubscriptions()
    {
        var group = await Cloud.AddGroupAsync();
        await PutAsync("teams");
        await PutAsync("blue", "teams");
        await Cloud.AssignAsync(_ada.ObjectId, "Reader", $"{Groups}/teams");
        (await Cloud.GetAsync(group, _ada)).ShouldBe(403);

        (await Cloud.PutAsync($"{Groups}/blue/subscriptions/{Cloud.SubscriptionId}", "")).ShouldBe(200).Text("properties", "parent", "id").ShouldBe($"{Groups}/blue");

        (await Cloud.GetAsync(group, _ada)).ShouldBe(200);
        (await Cloud.GetAsync("/subscriptions", _ada)).ShouldBe(200).Items.Select(s => s.Text("subscriptionId")).ShouldBe([Cloud.SubscriptionId]);
        var inherited = await Cloud.GetAsync($"{group}/providers/Microsoft.Authorization/roleAssignments?$filter=atScope() and assignedTo('{_ada.ObjectId}')");
        inherited.ShouldBe(200).Items.ShouldHaveSingleItem().Text("properties", "scope").ShouldBe($"{Groups}/teams");
        inherited.Items[0].Text("properties", "roleDefinitionId").ShouldBe(Cloud.RoleId("Reader"));

        (await Cloud.DeleteAsync($"{Groups}/blue/subscriptions/{Cloud.SubscriptionId}")).ShouldBe(200);
        (await Cloud.GetAsync(group, _ada)).ShouldBe(403);
    }

    [Fact]
    public async Task Roles_OnTheRootGroup_AreInheritedByEverySubscription()
    {
        var group = await Cloud.AddGroupAsync();
        await Cloud.PostAsync("/providers/Microsoft.Authorization/elevateAccess");

        await Cloud.AssignAsync(_ada.ObjectId, "Reader", $"{Groups}/{Cloud.TenantId}");

        (await Cloud.GetAsync(group, _ada)).ShouldBe(200);
    }

    [Fact]
    public async Task Roles_AfterARestart_AreStillInherited()
    {
        var group = await Cloud.AddGroupAsync();
        await PutAsync("teams");
        await Cloud.PutAsync($"{Groups}/teams/subscriptions/{Cloud.SubscriptionId}", "");
        await Cloud.AssignAsync(_ada.ObjectId, "Reader", $"{Groups}/teams");

        await Cloud.RestartAsync();

        (await Cloud.GetAsync(group, _ada)).ShouldBe(200);
    }

    [Fact]
    public async Task Subscription_IsMovedOnlyByWhoMayWriteItAndBothGroups()
    {
        await PutAsync("teams", by: _ada);
        await Cloud.AssignAsync(_ada.ObjectId, "Contributor");

        (await Cloud.PutAsync($"{Groups}/teams/subscriptions/{Cloud.SubscriptionId}", "", _ada)).ShouldBeRefused(403, "AuthorizationFailed").Message.ShouldContain("'Microsoft.Authorization/roleAssignments/write'");
        (await Cloud.PutAsync($"{Groups}/teams/subscriptions/{Cloud.SubscriptionId}", "")).ShouldBeRefused(403, "AuthorizationFailed").Message.ShouldContain("'Microsoft.Management/managementGroups/write'");
        await Cloud.AssignAsync(_ada.ObjectId, "Owner");
        (await Cloud.PutAsync($"{Groups}/teams/subscriptions/{Cloud.SubscriptionId}", "", _ada)).ShouldBe(200);
    }

    [Fact]
    public async Task Show_WithItsChildren_ListsGroupsAndSubscriptions()
    {
        await PutAsync("teams");
        await PutAsync("blue", "teams");
        await Cloud.PutAsync($"{Groups}/blue/subscriptions/{Cloud.SubscriptionId}", "");

        var teams = (await Cloud.GetAsync($"{Groups}/teams?$expand=children&$recurse=true")).ShouldBe(200).At("properties", "children")!.AsArray();

        teams.Select(c => c.Text("name")).ShouldBe(["blue"]);
        teams[0].At("children")!.AsArray().Select(c => (c.Text("type"), c.Text("id"))).ShouldBe([("/subscriptions", Cloud.Subscription)]);
        (await Cloud.GetAsync($"{Groups}/teams/descendants")).ShouldBe(200).Names.ShouldBe(["blue", Cloud.SubscriptionId]);
        (await Cloud.GetAsync($"{Groups}/blue/subscriptions")).ShouldBe(200).Names.ShouldBe([Cloud.SubscriptionId]);
        (await Cloud.PostAsync("/providers/Microsoft.Management/getEntities")).ShouldBe(200).Names.ShouldBe(["blue", "teams", Cloud.SubscriptionId]);
        (await Cloud.GetAsync(Groups, _ada)).ShouldBe(200).Items.ShouldBeEmpty();
        (await Cloud.GetAsync(Groups)).ShouldBe(200).Names.ShouldBe(["blue", "teams"]);
    }

    [Fact]
    public async Task Patch_MovesAGroupAndRefusesACircle()
    {
        await PutAsync("teams");
        await PutAsync("blue", "teams");
        await PutAsync("red");

        (await PatchAsync("teams", "blue")).ShouldBeRefused(400, "BadRequest");
        (await PatchAsync("blue", "red")).ShouldBe(200).Text("properties", "details", "parent", "name").ShouldBe("red");
        (await Cloud.GetAsync($"{Groups}/red/descendants")).Names.ShouldBe(["blue"]);
    }

    [Fact]
    public async Task Put_OfASeventhLevel_IsRefused()
    {
        await PutAsync("g1");
        for (var level = 2; level <= 6; level++)
        {
            (await PutAsync($"g{level}", $"g{level - 1}")).ShouldBe(200);
        }

        (await PutAsync("g7", "g6")).ShouldBeRefused(400, "ExceedingMaxDepth");
    }

    [Fact]
    public async Task Delete_OfAGroup_NeedsItToBeEmptyAndTakesItsAssignments()
    {
        await PutAsync("teams");
        await PutAsync("blue", "teams");
        (await Cloud.DeleteAsync($"{Groups}/teams")).ShouldBeRefused(400, "BadRequest");

        (await Cloud.DeleteAsync($"{Groups}/blue")).ShouldBe(204);
        (await Cloud.DeleteAsync($"{Groups}/teams")).ShouldBe(204);

        (await Cloud.GetAsync($"{Groups}/teams")).ShouldBe(403);
        await PutAsync("teams", by: _ada);
        (await Cloud.GetAsync($"{Groups}/teams")).ShouldBe(403);
    }

    [Fact]
    public async Task CheckName_SaysWhetherAGroupCanBeMade()
    {
        await PutAsync("teams");

        (await CheckAsync("Teams")).ShouldBe((false, "AlreadyExists"));
        (await CheckAsync("new")).ShouldBe((true, null));

        async Task<(bool, string?)> CheckAsync(string name)
        {
            var reply = (await Cloud.PostAsync("/providers/Microsoft.Management/checkNameAvailability", new JsonObject { ["name"] = name }.ToJsonString())).ShouldBe(200);
            return (reply.Body.Flag("nameAvailable")!.Value, reply.Text("reason"));
        }
    }

    [Theory]
    [InlineData("tenantBackfillStatus")]
    [InlineData("startTenantBackfill")]
    public async Task Backfill_OfATenant_IsBehindIt(string action)
    {
        var reply = (await Cloud.PostAsync($"/providers/Microsoft.Management/{action}")).ShouldBe(200);

        (reply.Text("tenantId"), reply.Text("status")).ShouldBe((Cloud.TenantId, "Completed"));
    }

    [Fact]
    public async Task RootGroup_IsRenamedAndNeitherMovedNorDeleted()
    {
        await Cloud.PostAsync("/providers/Microsoft.Authorization/elevateAccess");
        await Cloud.AssignAsync(Cloud.Owner.ObjectId, "Owner", $"{Groups}/{Cloud.TenantId}");
        await PutAsync("teams");

        (await Cloud.PatchAsync($"{Groups}/{Cloud.TenantId}", """{"displayName":"All of it"}""")).ShouldBe(200).Text("properties", "displayName").ShouldBe("All of it");
        (await PatchAsync(Cloud.TenantId, "teams")).ShouldBeRefused(400, "BadRequest");
        (await Cloud.DeleteAsync($"{Groups}/{Cloud.TenantId}")).ShouldBeRefused(400, "BadRequest");
        (await Cloud.GetAsync(Groups)).ShouldBe(200).Items.Select(g => g.Text("properties", "displayName")).ShouldBe(["All of it", "teams"], ignoreOrder: true);
    }

    [Fact]
    public async Task Group_OfAnotherTenant_IsNeitherSeenNorTaken()
    {
        await PutAsync("teams");
        var stranger = await Cloud.AddPrincipalAsync(await Cloud.AddTenantAsync());

        (await Cloud.GetAsync($"{Groups}/teams", stranger)).ShouldBe(403);
        (await PutAsync("blue", "teams", by: stranger)).ShouldBeRefused(404, "ParentNotFound");
        (await PutAsync("teams", by: stranger)).ShouldBeRefused(409, "Conflict");
    }

    [Fact]
    public async Task Group_OfAnotherTenant_IsClosedToItsElevatedAdministrators()
    {
        await PutAsync("teams");
        var tenant = await Cloud.AddTenantAsync();
        var stranger = await Cloud.AddPrincipalAsync(tenant);
        await Cloud.Get<IDirectoryAdministration>().AddRoleMemberAsync(new(tenant, DirectoryRoleIds.GlobalAdministrator, stranger.ObjectId));
        (await Cloud.PostAsync("/providers/Microsoft.Authorization/elevateAccess", by: stranger)).ShouldBe(200);
        var body = new JsonObject { ["properties"] = new JsonObject { ["roleDefinitionId"] = Cloud.RoleId("Owner"), ["principalId"] = stranger.ObjectId } }.ToJsonString();

        foreach (var group in (string[])["teams", Cloud.TenantId])
        {
            (await Cloud.GetAsync($"{Groups}/{group}/providers/Microsoft.Authorization/roleAssignments", stranger)).ShouldBeRefused(403, "AuthorizationFailed");
            (await Cloud.PutAsync(Cloud.AssignmentId($"{Groups}/{group}"), body, stranger)).ShouldBeRefused(403, "AuthorizationFailed");
            (await Cloud.GetAsync($"{Groups}/{group}", stranger)).ShouldBe(403);
        }

        (await Cloud.PutAsync($"{Groups}/{tenant}/subscriptions/{Cloud.SubscriptionId}", "", stranger)).ShouldNotBeNull().Status.ShouldBeOneOf(401, 403, 404);
        (await Cloud.PostAsync("/providers/Microsoft.Management/getEntities", by: stranger)).ShouldBe(200).Names.ShouldNotContain("teams");
        (await Cloud.GetAsync(Groups, stranger)).ShouldBe(200).Names.ShouldNotContain("teams");
    }

    [Fact]
    public async Task CustomRole_OfAGroup_CanBeGivenBelowIt()
    {
        await PutAsync("teams");
        await Cloud.PutAsync($"{Groups}/teams/subscriptions/{Cloud.SubscriptionId}", "");
        var id = $"{Groups}/teams/providers/Microsoft.Authorization/roleDefinitions/{Guid.NewGuid()}";
        var body = """{"properties":{"roleName":"Namer","type":"CustomRole","permissions":[{"actions":["*/read"]}],"assignableScopes":["SCOPE"]}}""".Replace("SCOPE", $"{Groups}/teams");

        (await Cloud.PutAsync(id, body)).ShouldBe(201);

        (await Cloud.GetAsync($"{Cloud.Subscription}/providers/Microsoft.Authorization/roleDefinitions?$filter=type eq 'CustomRole'")).ShouldBe(200).Items
            .ShouldHaveSingleItem().Text("properties", "roleName").ShouldBe("Namer");
    }

    private Task<TestReply> PutAsync(string name, string? parent = null, TestPrincipal? by = null, string? displayName = null) => Cloud.PutAsync($"{Groups}/{name}", new JsonObject
    {
        ["name"] = name,
        ["properties"] = new JsonObject
        {
            ["displayName"] = displayName,
            ["details"] = new JsonObject { ["parent"] = new JsonObject { ["id"] = parent is null ? null : $"{Groups}/{parent}" } },
        },
    }.ToJsonString(), by);

    private Task<TestReply> PatchAsync(string name, string parent) => Cloud.PatchAsync($"{Groups}/{name}", new JsonObject { ["parentGroupId"] = $"{Groups}/{parent}" }.ToJsonString());
}
