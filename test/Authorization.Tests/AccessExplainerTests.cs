using Verditer.Core;

namespace Verditer.Authorization.Tests;

public sealed class AccessExplainerTests : IAsyncLifetime
{
    private const string Group = "/subscriptions/s/resourceGroups/rg1";
    private const string Network = Group + "/providers/Microsoft.Network/virtualNetworks/v";
    private const string Write = "Microsoft.Network/virtualNetworks/write";

    private Roles _roles = null!;

    public async ValueTask InitializeAsync() => _roles = await Roles.OpenAsync();

    public ValueTask DisposeAsync() => _roles.DisposeAsync();

    [Theory]
    [InlineData("Owner", Group, Write, AssignmentVerdict.Allows)]
    [InlineData("Network Contributor", Network + "/subnets/a", Write, AssignmentVerdict.ScopeBelow)]
    [InlineData("Network Contributor", "/subscriptions/s/resourceGroups/rg10", Write, AssignmentVerdict.ScopeElsewhere)]
    [InlineData("Reader", Group, Write, AssignmentVerdict.ActionNotInRole)]
    [InlineData("Contributor", Group, "Microsoft.Authorization/roleAssignments/write", AssignmentVerdict.TakenAwayByNotActions)]
    [InlineData("Storage Blob Data Reader", Group, "Microsoft.Storage/storageAccounts/blobServices/containers/blobs/read", AssignmentVerdict.OtherPlane)]
    [InlineData("Key Vault Data Access Administrator", Group, "Microsoft.Authorization/roleAssignments/write", AssignmentVerdict.ConditionNotEvaluated)]
    [InlineData("11111111-2222-3333-4444-555555555555", Group, Write, AssignmentVerdict.RoleMissing)]
    public async Task Explain_OfAnAssignment_SaysWhatCameOfIt(string role, string scope, string action, AssignmentVerdict expected)
    {
        var id = await _roles.AssignAsync("ada", role, scope);

        var explanation = _roles.Explainer.Explain(Roles.Subject("ada"), action, Network);

        var considered = explanation.Assignments.ShouldHaveSingleItem();
        (considered.Id, considered.Scope, considered.Verdict).ShouldBe((id, scope, expected));
        explanation.Allowed.ShouldBe(expected == AssignmentVerdict.Allows);
        explanation.DecidedBy.ShouldBe(explanation.Allowed ? id : null);
    }

    [Fact]
    public async Task Explain_OfAnAssignmentToTheClientId_SaysSo()
    {
        await _roles.AssignAsync("app", "Owner", Group);

        _roles.Explainer.Explain(Roles.Subject("ada"), Write, Network).Assignments.ShouldHaveSingleItem().Verdict.ShouldBe(AssignmentVerdict.NamesClientId);
    }

    [Fact]
    public async Task Explain_OfAnAssignmentThatIsNotSeenYet_SaysFromWhen()
    {
        var id = await _roles.AssignAsync("ada", "Owner", Group);
        var later = _roles.Time.GetUtcNow() + TimeSpan.FromMinutes(2);
        _roles.Visibility.From[id] = later;

        var before = _roles.Explainer.Explain(Roles.Subject("ada"), Write, Network);
        _roles.Time.Advance(TimeSpan.FromMinutes(2));
        var after = _roles.Explainer.Explain(Roles.Subject("ada"), Write, Network);

        (before.Allowed, before.Assignments[0].Verdict, before.Assignments[0].VisibleFrom).ShouldBe((false, AssignmentVerdict.NotYetVisible, later));
        (after.Allowed, after.Assignments[0].VisibleFrom).ShouldBe((true, null));
    }

    [Fact]
    public async Task Explain_OfAGroupThatTheTokenLacks_SaysThatANewTokenIsNeeded()
    {
        _roles.Directory.Add("ada");
        _roles.Directory.AddGroup("inner", "ada");
        _roles.Directory.AddGroup("outer", "inner");
        await _roles.AssignAsync("outer", "Owner", Group);

        var old = _roles.Explainer.Explain(Roles.Subject("ada"), Write, Network);
        var fresh = _roles.Explainer.Explain(new("tenant", "ada"), Write, Network);

        (old.Allowed, old.Assignments[0].Verdict).ShouldBe((false, AssignmentVerdict.GroupNotInToken));
        old.Identities.Select(i => (i.ObjectId, i.InToken, i.InDirectory)).ShouldBe([("ada", true, true), ("inner", false, true), ("outer", false, true)], ignoreOrder: true);
        (fresh.Allowed, fresh.Assignments[0].Verdict).ShouldBe((true, AssignmentVerdict.Allows));
    }

    [Fact]
    public async Task Explain_OfADenial_NamesTheDenyAssignment()
    {
        await _roles.AssignAsync("ada", "Owner", Group);
        var deny = await _roles.DenyAsync(Group, Roles.Permission(["*/write"]), excluded: ["bob"]);

        var denied = _roles.Explainer.Explain(Roles.Subject("ada"), Write, Network);

        (denied.Allowed, denied.DecidedBy).ShouldBe((false, deny));
        denied.Assignments.ShouldHaveSingleItem().Verdict.ShouldBe(AssignmentVerdict.Allows);
        denied.DenyAssignments.ShouldHaveSingleItem().ShouldBe(new(deny, "deny", Group, true, DenyVerdict.Denies));
        Verdict("bob", Write).ShouldBe(DenyVerdict.PrincipalExcluded);
        Verdict("ada", "Microsoft.Network/virtualNetworks/read").ShouldBe(DenyVerdict.ActionNotNamed);

        DenyVerdict Verdict(string who, string action) => _roles.Explainer.Explain(Roles.Subject(who), action, Network).DenyAssignments.Single().Verdict;
    }

    [Fact]
    public void LeastPrivilege_OfPullingAnImage_BeginsWithTheSmallestRole()
    {
        var roles = _roles.Explainer.LeastPrivilege("Microsoft.ContainerRegistry/registries/pull/read");

        roles[0].Name.ShouldBe("AcrPull");
        roles.Select(r => (r.Changes, r.Operations)).ShouldBeInOrder();
        roles.Select(r => r.Name).ShouldContain("Owner");
        roles.Select(r => r.Name).ShouldNotContain("Network Contributor");
    }

    [Fact]
    public void Size_OfEveryBuiltInRole_IsKnownOrZero()
    {
        var sizes = new RoleSizes(_roles.Catalog);
        var unknown = _roles.Catalog.BuiltIn.Where(r => sizes.Of(r).Operations == 0).ToList();

        unknown.ShouldNotBeEmpty();
        unknown.ShouldAllBe(r => sizes.Of(r).Namespace == null);
    }

    [Fact]
    public void LeastPrivilege_OfWhatRolesGiveByWildcardsOnly_EndsWithThoseRoles()
    {
        var sizes = new RoleSizes(_roles.Catalog);
        var actions = _roles.Catalog.BuiltIn.Where(r => sizes.Of(r).Operations == 0)
            .SelectMany(r => r.Permissions.SelectMany(p => p.Actions).Select(a => a.Text.Replace("*", "x/read", StringComparison.Ordinal)).Where(a => r.Allows(a, isDataAction: false)))
            .ToList();

        actions.ShouldNotBeEmpty();
        foreach (var action in actions)
        {
            var roles = _roles.Explainer.LeastPrivilege(action);
            roles.ShouldContain(r => r.Operations == 0);
            roles.Select(r => r.Operations == 0).ShouldBeInOrder();
        }
    }

    [Fact]
    public async Task WhoCan_ListsHoldersWithTheMembersOfGroups()
    {
        _roles.Directory.Add("ada");
        _roles.Directory.AddGroup("team", "ada", "bob");
        await _roles.AssignAsync("team", "Network Contributor", Group);
        await _roles.AssignAsync("gone", "Owner", "/subscriptions/s");
        await _roles.AssignAsync("ada", "Reader", Group);
        var deny = await _roles.DenyAsync(Group, Roles.Permission(["*/write"]), principals: ["gone"]);

        var holders = _roles.Explainer.WhoCan("tenant", Write, Network);

        holders.Select(h => (h.PrincipalId, h.Kind, h.RoleName, string.Join(' ', h.Members), h.Deny?.Id)).ShouldBe(
            [("team", PrincipalKind.Group, "Network Contributor", "ada bob", null), ("gone", null, "Owner", "", deny)]);
    }

    [Fact]
    public async Task RolesOf_SomebodyInGroups_SaysThroughWhich()
    {
        _roles.Directory.Add("ada");
        _roles.Directory.AddGroup("team", "ada");
        await _roles.AssignAsync("team", "Contributor", Group);
        await _roles.AssignAsync("ada", "Reader", "/subscriptions/s");

        _roles.Explainer.RolesOf(new("tenant", "ada")).Select(r => (r.RoleName, r.Scope, r.ThroughGroup)).ShouldBe(
            [("Reader", "/subscriptions/s", null), ("Contributor", Group, "team")]);
    }
}
