using System.Text.Json.Nodes;
using Verditer.Core;
using Verditer.ResourceManager.Testing;

namespace Verditer.Providers.Authorization.Tests;

public sealed class CustomRoleTests : CloudTest
{
    private const string Definitions = "/providers/Microsoft.Authorization/roleDefinitions";

    private string _group = null!;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        _group = await Cloud.AddGroupAsync();
    }

    [Fact]
    public async Task Put_OfACustomRole_MakesOneThatGivesItsActions()
    {
        var ada = await Cloud.AddPrincipalAsync();
        var made = (await MakeAsync("Namer", _group, "Microsoft.Network/virtualNetworks/read")).ShouldBe(201);

        var properties = made.At("properties");
        (properties.Text("roleName"), properties.Text("type"), properties.Text("createdBy"), properties.Text("createdOn")).ShouldBe(
            ("Namer", "CustomRole", Cloud.Owner.ObjectId, "2026-03-01T12:00:00.0000000Z"));
        made.Text("id").ShouldBe($"{Cloud.Subscription}{Definitions}/{made.Text("name")}");
        await AssignAsync(ada.ObjectId, made, _group);
        (await Cloud.GetAsync($"{_group}/providers/Microsoft.Network/virtualNetworks", ada)).ShouldBe(200);
        (await Cloud.GetAsync(_group, ada)).ShouldBe(403);
    }

    [Fact]
    public async Task Put_OfAnExistingCustomRole_ChangesWhatItGivesAtOnce()
    {
        var ada = await Cloud.AddPrincipalAsync();
        var made = await MakeAsync("Namer", Cloud.Subscription, "Microsoft.Network/virtualNetworks/read");
        await AssignAsync(ada.ObjectId, made, _group);
        Cloud.Advance(TimeSpan.FromMinutes(1));

        var changed = (await PutAsync(made.Text("name")!, Cloud.Subscription, Body("Namer", [Cloud.Subscription], "Microsoft.Resources/subscriptions/resourceGroups/read"))).ShouldBe(201);

        (changed.Text("properties", "createdOn"), changed.Text("properties", "updatedOn")).ShouldBe(("2026-03-01T12:00:00.0000000Z", "2026-03-01T12:01:00.0000000Z"));
        (await Cloud.GetAsync(_group, ada)).ShouldBe(200);
        (await Cloud.GetAsync($"{_group}/providers/Microsoft.Network/virtualNetworks", ada)).ShouldBe(403);
    }

    [Fact]
    public async Task Put_WithANameThatIsTaken_IsRefused()
    {
        await MakeAsync("Namer", _group, "*/read");
        var other = await MakeAsync("Other", Cloud.Subscription, "*/read");

        (await MakeAsync("NAMER", Cloud.Subscription, "*/read")).ShouldBeRefused(409, "RoleDefinitionWithSameNameExists",
            "A custom role with the same name already exists in this directory. Use a different name.");
        (await MakeAsync("Reader", Cloud.Subscription, "*/read")).ShouldBeRefused(409, "RoleDefinitionWithSameNameExists");
        (await PutAsync(other.Text("name")!, Cloud.Subscription, Body("Namer", [Cloud.Subscription], "*/read"))).ShouldBeRefused(409, "RoleDefinitionWithSameNameExists",
            "A role definition cannot be updated with a name that already exists.");
    }

    [Theory]
    [InlineData("/", "InvalidRoleDefinition")]
    [InlineData("SUB*", "InvalidRoleDefinition")]
    [InlineData("SUB/resourceGroups/rg1/providers/Microsoft.Network/virtualNetworks/v", "InvalidRoleDefinition")]
    [InlineData("/subscriptions/11111111-2222-3333-4444-555555555555", "InvalidRoleDefinition")]
    [InlineData("/providers/Microsoft.Management/managementGroups/nobody", "InvalidRoleDefinition")]
    [InlineData(null, "InvalidRoleDefinition")]
    public async Task Put_WithAScopeThatCannotBeAssignable_IsRefused(string? scope, string code)
    {
        string[] scopes = scope is null ? [] : [scope.Replace("SUB", Cloud.Subscription)];

        (await PutAsync(Guid.NewGuid().ToString(), Cloud.Subscription, Body("Namer", scopes, "*/read"))).ShouldBeRefused(400, code);
    }

    [Theory]
    [InlineData("Microsoft.Nobody/things/read", "InvalidActionOrNotAction")]
    [InlineData("Microsoft.Compute", "InvalidActionOrNotAction")]
    [InlineData("", "InvalidActionOrNotAction")]
    [InlineData("Microsoft.Compute/disks/ read", "InvalidActionOrNotAction")]
    public async Task Put_WithAnActionOfNoProvider_IsRefused(string action, string code) =>
        (await MakeAsync("Namer", Cloud.Subscription, action)).ShouldBeRefused(400, code);

    [Theory]
    [InlineData("*")]
    [InlineData("*/read")]
    [InlineData("Microsoft.Comp*/read")]
    [InlineData("Microsoft.Compute/*/read")]
    [InlineData("Microsoft.CostManagement/*/query/*")]
    public async Task Put_WithAWildcard_IsAccepted(string action) => (await MakeAsync("Namer", Cloud.Subscription, action)).ShouldBe(201);

    [Fact]
    public async Task Put_ByACallerWithoutTheRightAtEveryScope_IsRefused()
    {
        var other = await Cloud.AddGroupAsync("rg2");
        var caller = await Cloud.AddPrincipalWithRoleAsync("Owner", _group);
        var id = $"{_group}{Definitions}/{Guid.NewGuid()}";

        (await Cloud.PutAsync(id, Body("Namer", [_group, other], "*/read"), caller)).ShouldBeRefused(403, "LinkedAuthorizationFailed").Message.ShouldContain(
            $"however, it does not have permission to perform action 'Microsoft.Authorization/roleDefinitions/write' on the linked scope(s) '{other}'");
        (await Cloud.PutAsync(id, Body("Namer", [_group], "*/read"), caller)).ShouldBe(201);
    }

    [Fact]
    public async Task Put_OverABuiltInRole_IsRefused() =>
        (await PutAsync("acdd72a7-3385-48ef-bd42-f606fba81ae7", Cloud.Subscription, Body("Mine", [Cloud.Subscription], "*/read"))).ShouldBeRefused(400, "CannotUpdateBuiltInRole");

    [Fact]
    public async Task List_OfCustomRoles_ShowsThoseAssignableAtTheScope()
    {
        var other = await Cloud.AddGroupAsync("rg2");
        await MakeAsync("Wide", Cloud.Subscription, "*/read");
        await MakeAsync("Narrow", _group, "*/read");

        (await NamesAsync(_group, "type eq 'CustomRole'")).ShouldBe(["Narrow", "Wide"]);
        (await NamesAsync(other, "type eq 'CustomRole'")).ShouldBe(["Wide"]);
        (await NamesAsync(Cloud.Subscription, "type eq 'CustomRole'")).ShouldBe(["Wide"]);
        (await NamesAsync(Cloud.Subscription, "atScopeAndBelow() and type eq 'CustomRole'")).ShouldBe(["Narrow", "Wide"]);
        (await NamesAsync(Cloud.Subscription, "roleName eq 'wide'")).ShouldBe(["Wide"]);
    }

    [Fact]
    public async Task Role_OfAnotherTenant_IsNotShownAndNotGiven()
    {
        var made = await MakeAsync("Wide", Cloud.Subscription, "*/read");
        var tenant = await Cloud.AddTenantAsync();
        var stranger = await Cloud.AddPrincipalAsync(tenant);
        var foreign = $"/subscriptions/{await Cloud.AddSubscriptionAsync(stranger)}";
        var body = new JsonObject { ["properties"] = new JsonObject { ["roleDefinitionId"] = made.Text("id"), ["principalId"] = stranger.ObjectId } }.ToJsonString();

        (await Cloud.GetAsync($"{foreign}{Definitions}?$filter=type eq 'CustomRole'", stranger)).ShouldBe(200).Items.ShouldBeEmpty();
        (await Cloud.GetAsync($"{foreign}{Definitions}/{made.Text("name")}", stranger)).ShouldBe(404);
        (await Cloud.PutAsync($"{foreign}/providers/Microsoft.Authorization/roleAssignments/{Guid.NewGuid()}", body, stranger)).ShouldBeRefused(404, "RoleDefinitionDoesNotExist");
    }

    [Fact]
    public async Task Assign_OutsideTheAssignableScopes_IsRefused()
    {
        var ada = await Cloud.AddPrincipalAsync();
        var made = await MakeAsync("Narrow", _group, "*/read");
        var body = new JsonObject { ["properties"] = new JsonObject { ["roleDefinitionId"] = made.Text("id"), ["principalId"] = ada.ObjectId } }.ToJsonString();

        (await Cloud.PutAsync(Cloud.AssignmentId(), body)).ShouldBeRefused(400, "RoleAssignmentScopeNotAssignableToRoleDefinition");
        (await Cloud.PutAsync(Cloud.AssignmentId(_group), body)).ShouldBe(201);
    }

    [Fact]
    public async Task Delete_OfARoleThatIsAssigned_IsRefusedUntilItIsNot()
    {
        var ada = await Cloud.AddPrincipalAsync();
        var made = await MakeAsync("Namer", Cloud.Subscription, "*/read");
        var assignment = await AssignAsync(ada.ObjectId, made, _group);
        var id = $"{_group}{Definitions}/{made.Text("name")}";

        (await Cloud.DeleteAsync(id)).ShouldBeRefused(400, "RoleDefinitionHasAssignments", "There are existing role assignments referencing role.");
        await Cloud.DeleteAsync(assignment.Text("id")!);

        (await Cloud.DeleteAsync(id)).ShouldBe(200).Text("properties", "roleName").ShouldBe("Namer");
        (await Cloud.DeleteAsync(id)).ShouldBe(204);
        (await Cloud.GetAsync(id)).ShouldBe(404);
    }

    [Fact]
    public async Task Role_AfterARestart_IsStillThere()
    {
        await MakeAsync("Namer", Cloud.Subscription, "*/read");

        await Cloud.RestartAsync();

        (await NamesAsync(Cloud.Subscription, "type eq 'CustomRole'")).ShouldBe(["Namer"]);
    }

    private Task<TestReply> MakeAsync(string name, string scope, string action) => PutAsync(Guid.NewGuid().ToString(), scope, Body(name, [scope], action));

    private Task<TestReply> PutAsync(string guid, string scope, string body) => Cloud.PutAsync($"{scope}{Definitions}/{guid}", body);

    private async Task<TestReply> AssignAsync(string principalId, TestReply role, string scope)
    {
        var body = new JsonObject { ["properties"] = new JsonObject { ["roleDefinitionId"] = role.Text("id"), ["principalId"] = principalId } };
        return (await Cloud.PutAsync(Cloud.AssignmentId(scope), body.ToJsonString())).ShouldBe(201);
    }

    private async Task<IEnumerable<string>> NamesAsync(string scope, string filter) =>
        (await Cloud.GetAsync($"{scope}{Definitions}?$filter={Uri.EscapeDataString(filter)}")).ShouldBe(200).Items.Select(r => r.Text("properties", "roleName")!);

    private static string Body(string name, string[] scopes, string action) => new JsonObject
    {
        ["properties"] = new JsonObject
        {
            ["roleName"] = name,
            ["type"] = "CustomRole",
            ["permissions"] = new JsonArray(new JsonObject { ["actions"] = new JsonArray(action) }),
            ["assignableScopes"] = new JsonArray([.. scopes.Select(s => (JsonNode)s)]),
        },
    }.ToJsonString();
}
