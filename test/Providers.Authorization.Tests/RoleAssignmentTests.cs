using System.Text.Json.Nodes;
using Verditer.Core;
using Verditer.Directory;
using Verditer.ResourceManager.Testing;

namespace Verditer.Providers.Authorization.Tests;

public sealed class RoleAssignmentTests : CloudTest
{
    private string _group = null!;
    private TestPrincipal _ada = null!;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        _group = await Cloud.AddGroupAsync();
        _ada = await Cloud.AddPrincipalAsync();
    }

    [Fact]
    public async Task Put_OfAnAssignment_AnswersWhatAzureAnswers()
    {
        var id = Cloud.AssignmentId(_group);

        var made = (await Cloud.PutAsync(id, Body("Reader", _ada.ObjectId, ("description", "for tests")))).ShouldBe(201);

        (made.Text("id"), made.Text("name"), made.Text("type")).ShouldBe((id, id[^36..], "Microsoft.Authorization/roleAssignments"));
        var properties = made.At("properties");
        (properties.Text("roleDefinitionId"), properties.Text("principalId"), properties.Text("principalType"), properties.Text("scope"))
            .ShouldBe((Cloud.RoleId("Reader"), _ada.ObjectId, "ServicePrincipal", _group));
        (properties.Text("createdBy"), properties.Text("createdOn"), properties.Text("description"))
            .ShouldBe((Cloud.Owner.ObjectId, "2026-03-01T12:00:00.0000000Z", "for tests"));
        (await Cloud.GetAsync(id)).ShouldBe(200).Body!.ToJsonString().ShouldBe(made.Body!.ToJsonString());
    }

    [Fact]
    public async Task Put_ForAGroupOfPrincipals_NotesItsKind()
    {
        var team = await Cloud.AddGroupOfPrincipalsAsync(_ada.ObjectId);

        (await Cloud.AssignAsync(team, "Reader", _group)).Text("properties", "principalType").ShouldBe("Group");
    }

    [Fact]
    public async Task Put_OfTheSameAssignmentAgain_ChangesNothing()
    {
        var id = Cloud.AssignmentId(_group);
        var made = await Cloud.PutAsync(id, Body("Reader", _ada.ObjectId));
        Cloud.Advance(TimeSpan.FromMinutes(1));

        var again = (await Cloud.PutAsync(id, Body("Reader", _ada.ObjectId))).ShouldBe(200);

        again.Text("properties", "createdOn").ShouldBe(made.Text("properties", "createdOn"));
    }

    [Fact]
    public async Task Put_ThatChangesAnAssignment_IsRefused()
    {
        var id = Cloud.AssignmentId(_group);
        await Cloud.PutAsync(id, Body("Reader", _ada.ObjectId));

        (await Cloud.PutAsync(id, Body("Owner", _ada.ObjectId))).ShouldBeRefused(400, "RoleAssignmentUpdateNotPermitted",
            "Tenant ID, application ID, principal ID, and scope are not allowed to be updated.");
        (await Cloud.PutAsync(id, Body("Reader", (await Cloud.AddPrincipalAsync()).ObjectId))).ShouldBeRefused(400, "RoleAssignmentUpdateNotPermitted");
    }

    [Fact]
    public async Task Put_OfARoleThatThePrincipalHasAtTheScope_IsRefused()
    {
        await Cloud.AssignAsync(_ada.ObjectId, "Reader", _group);

        (await Cloud.PutAsync(Cloud.AssignmentId(_group.ToUpperInvariant()), Body("Reader", _ada.ObjectId)))
            .ShouldBeRefused(409, "RoleAssignmentExists", "The role assignment already exists.");
        await Cloud.AssignAsync(_ada.ObjectId, "Reader");
        await Cloud.AssignAsync(_ada.ObjectId, "AcrPull", _group);
    }

    [Fact]
    public async Task Put_OfARoleThatDoesNotExist_IsRefused()
    {
        var body = Body("Reader", _ada.ObjectId).Replace("acdd72a7-3385-48ef-bd42-f606fba81ae7", "11111111-2222-3333-4444-555555555555");

        (await Cloud.PutAsync(Cloud.AssignmentId(_group), body)).ShouldBeRefused(404, "RoleDefinitionDoesNotExist",
            "The specified role definition with ID '11111111222233334444555555555555' does not exist.");
    }

    [Fact]
    public async Task Put_ForAPrincipalThatDoesNotExist_IsRefused()
    {
        var reply = await Cloud.PutAsync(Cloud.AssignmentId(_group), Body("Reader", "11111111-2222-3333-4444-555555555555"));

        reply.ShouldBeRefused(400, "PrincipalNotFound").Message.ShouldStartWith(
            $"Principal 11111111222233334444555555555555 does not exist in the directory {Cloud.TenantId}. Check that you have the correct principal ID. If you are creating this principal and then immediately assigning a role, this error might be related to a replication delay.");
    }

    [Fact]
    public async Task Put_ForAPrincipalWhoseTypeIsNamed_ForgivesThatItIsNotThereYet() =>
        (await Cloud.PutAsync(Cloud.AssignmentId(_group), Body("Reader", Guid.NewGuid().ToString(), ("principalType", "ServicePrincipal")))).ShouldBe(201)
            .Text("properties", "principalType").ShouldBe("ServicePrincipal");

    [Fact]
    public async Task Put_WithAnotherTypeThanThePrincipals_IsRefused() =>
        (await Cloud.PutAsync(Cloud.AssignmentId(_group), Body("Reader", _ada.ObjectId, ("principalType", "User")))).ShouldBeRefused(400, "UnmatchedPrincipalType",
            $"The PrincipalId '{_ada.ObjectId.Replace("-", "")}' has type 'ServicePrincipal' , which is different from specified PrinciaplType 'User'.");

    [Fact]
    public async Task Put_WithAClientIdInPlaceOfTheObjectId_FindsNoPrincipal() =>
        (await Cloud.PutAsync(Cloud.AssignmentId(_group), Body("Reader", _ada.ClientId))).ShouldBeRefused(400, "PrincipalNotFound");

    [Fact]
    public async Task Put_WithAPrincipalIdThatIsNoGuid_IsRefused() =>
        (await Cloud.PutAsync(Cloud.AssignmentId(_group), Body("Reader", "ada"))).ShouldBeRefused(400, "InvalidPrincipalId",
            "The Principal ID 'ada' is not valid. Principal ID must be a GUID.");

    [Fact]
    public async Task Put_UnderANameThatIsNoGuid_IsRefused() =>
        (await Cloud.PutAsync($"{_group}/providers/Microsoft.Authorization/roleAssignments/mine", Body("Reader", _ada.ObjectId))).ShouldBeRefused(400, "InvalidRoleAssignmentId",
            "The role assignment ID 'mine' is not valid. The role assignment ID must be a GUID.");

    [Theory]
    [InlineData("Contributor", 403)]
    [InlineData("Reader", 403)]
    [InlineData("User Access Administrator", 201)]
    [InlineData("Owner", 201)]
    public async Task Put_ByACallerWithARole_IsAnsweredAsTheRoleSays(string role, int status)
    {
        var caller = await Cloud.AddPrincipalWithRoleAsync(role, _group);

        (await Cloud.PutAsync(Cloud.AssignmentId(_group), Body("Reader", _ada.ObjectId), caller)).ShouldBe(status);
        (await Cloud.PutAsync(Cloud.AssignmentId(), Body("AcrPull", _ada.ObjectId), caller)).ShouldBe(403);
    }

    [Fact]
    public async Task Delete_OfAnAssignment_AnswersItAndEndsTheRight()
    {
        var id = (await Cloud.AssignAsync(_ada.ObjectId, "Reader", _group)).Text("id")!;

        (await Cloud.DeleteAsync(id)).ShouldBe(200).Text("id").ShouldBe(id);
        (await Cloud.DeleteAsync(id)).ShouldBe(204);
        (await Cloud.GetAsync(_group, _ada)).ShouldBe(403);
    }

    [Fact]
    public async Task Assignment_OnAResource_GoesWithTheResource()
    {
        var table = $"{_group}/providers/Microsoft.Network/routeTables/t";
        await Cloud.MakeAsync(table, """{"location":"westus2"}""");
        await Cloud.AssignAsync(_ada.ObjectId, "Reader", table);
        await Cloud.DeleteAsync(table);

        await Cloud.MakeAsync(table, """{"location":"westus2"}""");

        (await Cloud.GetAsync(table, _ada)).ShouldBe(403);
    }

    [Fact]
    public async Task List_AtAScope_FollowsTheFilter()
    {
        var table = $"{_group}/providers/Microsoft.Network/routeTables/t";
        await Cloud.MakeAsync(table, """{"location":"westus2"}""");
        var bob = await Cloud.AddPrincipalAsync();
        await Cloud.AssignAsync(_ada.ObjectId, "Reader");
        await Cloud.AssignAsync(_ada.ObjectId, "AcrPull", _group);
        await Cloud.AssignAsync(_ada.ObjectId, "AcrPush", table);
        await Cloud.AssignAsync(bob.ObjectId, "Reader", _group);

        (await RolesAsync(_group, "")).ShouldBe(["AcrPull", "AcrPush", "Contributor", "Owner", "Reader", "Reader"]);
        (await RolesAsync(_group, "atScope()")).ShouldBe(["AcrPull", "Contributor", "Owner", "Reader", "Reader"]);
        (await RolesAsync(_group, $"principalId eq '{_ada.ObjectId}'")).ShouldBe(["AcrPull", "AcrPush", "Reader"]);
        (await RolesAsync(_group, $"atScope() and assignedTo('{_ada.ObjectId}')")).ShouldBe(["AcrPull", "Reader"]);
        (await RolesAsync(table, $"principalId eq '{bob.ObjectId}'")).ShouldBe(["Reader"]);
        (await RolesAsync(await Cloud.AddGroupAsync("rg10"), $"principalId eq '{bob.ObjectId}'")).ShouldBeEmpty();
    }

    [Fact]
    public async Task List_OfAPrincipalWithItsGroups_FindsTheirAssignments()
    {
        var inner = await Cloud.AddGroupOfPrincipalsAsync(_ada.ObjectId);
        var outer = await Cloud.AddGroupOfPrincipalsAsync(inner);
        await Cloud.AssignAsync(outer, "AcrPush", _group);
        await Cloud.AssignAsync(_ada.ObjectId, "AcrPull", _group);

        (await RolesAsync(_group, $"assignedTo('{_ada.ObjectId}')")).ShouldBe(["AcrPull", "AcrPush"]);
        (await RolesAsync(_group, $"atScope() and assignedTo('{_ada.ObjectId}')")).ShouldBe(["AcrPull", "AcrPush"]);
        (await RolesAsync(_group, $"principalId eq '{_ada.ObjectId}'")).ShouldBe(["AcrPull"]);
    }

    [Theory]
    [InlineData("atScope() and principalId eq '11111111-2222-3333-4444-555555555555'")]
    [InlineData("atScope() or assignedTo('x')")]
    [InlineData("principalName eq 'ada'")]
    [InlineData("atScope() and")]
    public async Task List_WithAFilterThatAzureDoesNotUnderstand_IsRefused(string filter) =>
        (await Cloud.GetAsync($"{_group}/providers/Microsoft.Authorization/roleAssignments?$filter={Uri.EscapeDataString(filter)}")).ShouldBeRefused(400, "UnsupportedFilter");

    [Fact]
    public async Task Put_WithACondition_IsRefusedAndMakesNothing()
    {
        var id = Cloud.AssignmentId(_group);

        (await Cloud.PutAsync(id, Body("Reader", _ada.ObjectId, ("condition", "(true)"), ("conditionVersion", "2.0")))).ShouldBeRefused(501, "NotImplemented");

        (await Cloud.GetAsync(id)).ShouldBe(404);
    }

    [Fact]
    public async Task Put_WithAnotherDescription_ChangesItAlone()
    {
        var id = Cloud.AssignmentId(_group);
        var made = await Cloud.PutAsync(id, Body("Reader", _ada.ObjectId, ("description", "old")));
        Cloud.Advance(TimeSpan.FromMinutes(1));

        var changed = (await Cloud.PutAsync(id, Body("Reader", _ada.ObjectId, ("description", "new")))).ShouldBe(200).At("properties");

        (changed.Text("description"), changed.Text("createdOn"), changed.Text("updatedOn")).ShouldBe(("new", made.Text("properties", "createdOn"), "2026-03-01T12:01:00.0000000Z"));
    }

    [Fact]
    public async Task Put_UnderTheNameOfAnAssignmentElsewhere_IsRefused()
    {
        var name = (await Cloud.AssignAsync(_ada.ObjectId, "Reader", _group)).Text("name");

        (await Cloud.PutAsync($"{Cloud.Subscription}/providers/Microsoft.Authorization/roleAssignments/{name}", Body("Reader", _ada.ObjectId)))
            .ShouldBeRefused(400, "RoleAssignmentUpdateNotPermitted");
    }

    [Fact]
    public async Task Assignment_OfADeletedPrincipal_StaysListed()
    {
        await Cloud.AssignAsync(_ada.ObjectId, "Reader", _group);

        await Cloud.Get<IDirectoryAdministration>().DeletePrincipalAsync(Cloud.TenantId, _ada.ObjectId);

        (await RolesAsync(_group, $"principalId eq '{_ada.ObjectId}'")).ShouldBe(["Reader"]);
        Cloud.Get<IAccessExplainer>().WhoCan(Cloud.TenantId, "Microsoft.Network/virtualNetworks/read", _group)
            .Single(h => h.PrincipalId == _ada.ObjectId).Kind.ShouldBeNull();
    }

    [Fact]
    public async Task Delete_OfTheLastOwner_IsLeftToAGlobalAdministrator()
    {
        var owner = await Cloud.AddPrincipalWithRoleAsync("Owner");
        var own = (await Cloud.GetAsync($"{Cloud.Subscription}/providers/Microsoft.Authorization/roleAssignments?$filter=principalId eq '{owner.ObjectId}'")).Items.Single().Text("id")!;
        var first = (await Cloud.GetAsync($"{Cloud.Subscription}/providers/Microsoft.Authorization/roleAssignments?$filter=principalId eq '{Cloud.Owner.ObjectId}'")).Items.Single().Text("id")!;
        (await Cloud.DeleteAsync(first, owner)).ShouldBe(200);

        (await Cloud.DeleteAsync(own, owner)).ShouldBeRefused(400, "BadRequest", "Cannot delete the last RBAC admin assignment");

        await Cloud.PostAsync("/providers/Microsoft.Authorization/elevateAccess");
        (await Cloud.DeleteAsync(own)).ShouldBe(200);
    }

    [Fact]
    public async Task Group_ThatGainsAMember_CountsFromTheNextRequest()
    {
        var team = await Cloud.AddGroupOfPrincipalsAsync();
        await Cloud.AssignAsync(team, "Reader", _group);
        (await Cloud.GetAsync(_group, _ada)).ShouldBe(403);

        await Cloud.Get<IDirectoryAdministration>().PutGroupAsync(new(Cloud.TenantId, team, "team", [_ada.ObjectId], Cloud.Clock.GetUtcNow()));

        (await Cloud.GetAsync(_group, _ada)).ShouldBe(200);
        Cloud.Get<IDirectory>().GroupsOf(Cloud.TenantId, _ada.ObjectId).ShouldBe([team]);
        Cloud.Get<IDirectory>().MembersOf(Cloud.TenantId, team).ShouldBe([_ada.ObjectId]);
    }

    [Fact]
    public async Task Assignments_AfterARestart_StillHold()
    {
        await Cloud.AssignAsync(_ada.ObjectId, "Reader", _group);

        await Cloud.RestartAsync();

        (await Cloud.GetAsync(_group, _ada)).ShouldBe(200);
    }

    private async Task<IEnumerable<string>> RolesAsync(string scope, string filter)
    {
        var names = (await Cloud.GetAsync($"{Cloud.Subscription}/providers/Microsoft.Authorization/roleDefinitions")).Items
            .ToDictionary(r => r.Text("id")!, r => r.Text("properties", "roleName")!);
        var list = await Cloud.GetAsync($"{scope}/providers/Microsoft.Authorization/roleAssignments?$filter={Uri.EscapeDataString(filter)}");
        return list.ShouldBe(200).Items.Select(a => names[a.Text("properties", "roleDefinitionId")!]).Order(StringComparer.Ordinal);
    }

    private string Body(string role, string principal, params (string Name, string Value)[] more)
    {
        JsonObject properties = new() { ["roleDefinitionId"] = Cloud.RoleId(role), ["principalId"] = principal };
        foreach (var (name, value) in more)
        {
            properties[name] = value;
        }

        return new JsonObject { ["properties"] = properties }.ToJsonString();
    }
}
