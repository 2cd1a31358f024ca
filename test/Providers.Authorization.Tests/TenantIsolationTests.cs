using System.Text.Json.Nodes;
using Verditer.Core;
using Verditer.Directory;
using Verditer.ResourceManager;
using Verditer.ResourceManager.Testing;
using Verditer.Storage;

namespace Verditer.Providers.Authorization.Tests;

/// <summary>Two tenants, each with an administrator who has made itself User Access Administrator of everything: each sees and changes its own alone.</summary>
public sealed class TenantIsolationTests : CloudTest
{
    private const string Assignments = "/providers/Microsoft.Authorization/roleAssignments";
    private const string Definitions = "/providers/Microsoft.Authorization/roleDefinitions";
    private const string Denials = "/providers/Microsoft.Authorization/denyAssignments";

    private string _group = null!;
    private TestPrincipal _stranger = null!;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        _group = await Cloud.AddGroupAsync();
        var tenant = await Cloud.AddTenantAsync();
        _stranger = await Cloud.AddPrincipalAsync(tenant);
        await Cloud.Get<IDirectoryAdministration>().AddRoleMemberAsync(new(tenant, DirectoryRoleIds.GlobalAdministrator, _stranger.ObjectId));
        await ElevateAsync(Cloud.Owner);
        await ElevateAsync(_stranger);
    }

    [Fact]
    public async Task Assignments_ListedAtTheRoot_AreTheTenantsOwn()
    {
        var ada = await Cloud.AddPrincipalWithRoleAsync("Reader", _group);

        var own = (await Cloud.GetAsync(Assignments)).ShouldBe(200);
        var theirs = (await Cloud.GetAsync(Assignments, _stranger)).ShouldBe(200);

        PrincipalsOf(own).ShouldContain(ada.ObjectId);
        PrincipalsOf(own).ShouldNotContain(_stranger.ObjectId);
        PrincipalsOf(theirs).ShouldBe([_stranger.ObjectId]);
        (await Cloud.GetAsync($"{Assignments}?$filter=atScope()", _stranger)).ShouldBe(200).Items.ShouldHaveSingleItem()["tenantId"].ShouldBeNull();
    }

    [Fact]
    public async Task Assignments_AtTheRoot_AreListedAfterTheirPrincipalIsGone()
    {
        var ada = await Cloud.AddPrincipalAsync();
        var id = await AssignAtRootAsync(ada);

        await Cloud.Get<IDirectoryAdministration>().DeletePrincipalAsync(Cloud.TenantId, ada.ObjectId);

        (await Cloud.GetAsync(id)).ShouldBe(200).Body!["tenantId"].ShouldBeNull();
        PrincipalsOf(await Cloud.GetAsync(Assignments)).ShouldContain(ada.ObjectId);
        PrincipalsOf(await Cloud.GetAsync(Assignments, _stranger)).ShouldNotContain(ada.ObjectId);
    }

    [Fact]
    public async Task Assignment_AtTheRoot_OfAnotherTenant_IsNeitherReadNorDeletedNorChanged()
    {
        var ada = await Cloud.AddPrincipalAsync();
        var id = await AssignAtRootAsync(ada);

        (await Cloud.GetAsync(id, _stranger)).ShouldBe(404);
        (await Cloud.DeleteAsync(id, _stranger)).ShouldBe(204);
        (await Cloud.PutAsync(id, Body("Reader", _stranger.ObjectId), _stranger)).ShouldBe(400);

        (await Cloud.GetAsync(id)).ShouldBe(200).Text("properties", "principalId").ShouldBe(ada.ObjectId);
        (await Cloud.DeleteAsync(id)).ShouldBe(200).Body!["tenantId"].ShouldBeNull();
        (await Cloud.GetAsync(id)).ShouldBe(404);
    }

    [Fact]
    public async Task Assignment_AtTheRoot_GivesNothingInAnotherTenant()
    {
        Cloud.Get<IAuthorizer>().Check(CallerOf(_stranger), "Microsoft.Authorization/roleAssignments/write", "/").Allowed.ShouldBeTrue();
        Cloud.Get<IAuthorizer>().Check(CallerOf(_stranger), "Microsoft.Authorization/roleAssignments/write", _group).Allowed.ShouldBeFalse();
        Cloud.Get<IAuthorizer>().HoldsRoleWithin(CallerOf(_stranger), Cloud.Subscription).ShouldBeFalse();

        var explanation = Cloud.Get<IAccessExplainer>().Explain(
            new(_stranger.TenantId, _stranger.ObjectId), "Microsoft.Authorization/roleAssignments/write", _group);
        explanation.Allowed.ShouldBeFalse();
        explanation.Assignments.ShouldHaveSingleItem().Verdict.ShouldBe(AssignmentVerdict.ScopeElsewhere);
        Cloud.Get<IAccessExplainer>().WhoCan(Cloud.TenantId, "Microsoft.Authorization/roleAssignments/write", _group).Select(h => h.PrincipalId)
            .ShouldBe([Cloud.Owner.ObjectId, Cloud.Owner.ObjectId]);
    }

    [Fact]
    public async Task CustomRoles_AtTheRoot_AreTheTenantsOwn()
    {
        var role = $"{Cloud.Subscription}{Definitions}/{Guid.NewGuid()}";
        (await Cloud.PutAsync(role, Role("Namer", Cloud.Subscription))).ShouldBe(201);
        var filter = "?$filter=atScopeAndBelow() and type eq 'CustomRole'";

        (await Cloud.GetAsync(Definitions + filter)).ShouldBe(200).Names.ShouldBe([role[^36..]]);
        (await Cloud.GetAsync(Definitions + filter, _stranger)).ShouldBe(200).Items.ShouldBeEmpty();
        (await Cloud.GetAsync($"{Definitions}/{role[^36..]}")).ShouldBe(200);
        (await Cloud.GetAsync($"{Definitions}/{role[^36..]}", _stranger)).ShouldBe(404);
        (await Cloud.DeleteAsync($"{Definitions}/{role[^36..]}", _stranger)).ShouldNotBeNull().Status.ShouldBe(204);
        (await Cloud.GetAsync(role)).ShouldBe(200);
    }

    [Fact]
    public async Task CustomRole_IsNotTakenOverByItsId()
    {
        var role = $"{Cloud.Subscription}{Definitions}/{Guid.NewGuid()}";
        (await Cloud.PutAsync(role, Role("Namer", Cloud.Subscription))).ShouldBe(201);
        var foreign = $"/subscriptions/{await Cloud.AddSubscriptionAsync(_stranger)}";

        (await Cloud.PutAsync($"{foreign}{Definitions}/{role[^36..]}", Role("Everything", foreign, "*"), _stranger)).ShouldBeRefused(409, "RoleDefinitionIdExists");

        (await Cloud.GetAsync(role)).ShouldBe(200).Text("properties", "roleName").ShouldBe("Namer");
    }

    [Fact]
    public async Task CustomRole_MovedToAnotherSubscription_NeedsTheRightInBothAndStaysOne()
    {
        var role = $"{Cloud.Subscription}{Definitions}/{Guid.NewGuid()}";
        (await Cloud.PutAsync(role, Role("Namer", Cloud.Subscription))).ShouldBe(201);
        var ada = await Cloud.AddPrincipalAsync();
        var second = $"/subscriptions/{await Cloud.AddSubscriptionAsync(ada)}";
        var moved = $"{second}{Definitions}/{role[^36..]}";

        (await Cloud.PutAsync(moved, Role("Namer", second), ada)).ShouldBeRefused(403, "LinkedAuthorizationFailed");
        await Cloud.AssignAsync(ada.ObjectId, "Owner");
        (await Cloud.PutAsync(moved, Role("Namer", second), ada)).ShouldBe(201);

        (await Cloud.GetAsync(moved, ada)).ShouldBe(200);
        (await Cloud.GetAsync($"{Definitions}?$filter=atScopeAndBelow() and type eq 'CustomRole'")).ShouldBe(200).Items.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task DenyAssignments_ListedAtTheRoot_AreTheTenantsOwn()
    {
        var id = DenyAssignmentDocument.IdFor(ResourceId.Parse(_group), "test");
        var batch = new WriteBatch();
        DenyAssignmentDocument.Put(batch, id, DenyAssignmentDocument.Body(id, "Protected", "by a test", ["*/write"], [], [], Cloud.Clock.GetUtcNow()));
        await Cloud.Store.CommitAsync(batch);

        (await Cloud.GetAsync(Denials)).ShouldBe(200).Names.ShouldBe([id.Name]);
        (await Cloud.GetAsync(Denials, _stranger)).ShouldBe(200).Items.ShouldBeEmpty();
    }

    [Fact]
    public async Task Subscriptions_AndTenants_AreTheTenantsOwn()
    {
        (await Cloud.GetAsync("/subscriptions", _stranger)).ShouldBe(200).Items.ShouldBeEmpty();
        (await Cloud.GetAsync("/tenants", _stranger)).ShouldBe(200).Items.Select(t => t.Text("tenantId")).ShouldBe([_stranger.TenantId]);
        (await Cloud.GetAsync($"{Cloud.Subscription}/tagNames", _stranger)).ShouldBeRefused(401, "InvalidAuthenticationTokenTenant");
        (await Cloud.GetAsync($"{Cloud.Subscription}/resources", _stranger)).ShouldBeRefused(401, "InvalidAuthenticationTokenTenant");
    }

    [Fact]
    public async Task Operation_OfAnotherTenant_IsNotFoundUnderASubscriptionOfOnesOwn()
    {
        var started = (await Cloud.DeleteAsync(_group)).ShouldBe(202).Headers["Location"];
        var foreign = await Cloud.AddSubscriptionAsync(_stranger);

        (await Cloud.GetAsync(started, _stranger)).ShouldBeRefused(401, "InvalidAuthenticationTokenTenant");
        (await Cloud.GetAsync(started.Replace(Cloud.SubscriptionId, foreign, StringComparison.Ordinal), _stranger)).ShouldBeRefused(404, "OperationNotFound");
    }

    private async Task ElevateAsync(TestPrincipal who) => (await Cloud.PostAsync("/providers/Microsoft.Authorization/elevateAccess", by: who)).ShouldBe(200);

    /// <returns>The assignment's id.</returns>
    private async Task<string> AssignAtRootAsync(TestPrincipal who)
    {
        var id = Cloud.AssignmentId("/");
        (await Cloud.PutAsync(id, Body("Reader", who.ObjectId))).ShouldBe(201).Body!["tenantId"].ShouldBeNull();
        return id;
    }

    private string Body(string role, string principalId) =>
        new JsonObject { ["properties"] = new JsonObject { ["roleDefinitionId"] = Cloud.RoleId(role), ["principalId"] = principalId } }.ToJsonString();

    private static string Role(string name, string scope, string action = "*/read") => new JsonObject
    {
        ["properties"] = new JsonObject
        {
            ["roleName"] = name,
            ["type"] = "CustomRole",
            ["assignableScopes"] = new JsonArray(scope),
            ["permissions"] = new JsonArray(new JsonObject { ["actions"] = new JsonArray(action) }),
        },
    }.ToJsonString();

    private Caller CallerOf(TestPrincipal who) =>
        new(who.TenantId, who.ObjectId, who.ClientId, who.ClientId, PrincipalKind.ServicePrincipal, [], Cloud.Clock.GetUtcNow().AddHours(1));

    private static IEnumerable<string?> PrincipalsOf(TestReply reply) => reply.Items.Select(a => a.Text("properties", "principalId"));
}
