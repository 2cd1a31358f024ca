namespace Verditer.Authorization.Tests;

public sealed class RoleEvaluatorTests : IAsyncLifetime
{
    private const string Group = "/subscriptions/s/resourceGroups/rg1";
    private const string Read = "Microsoft.Network/virtualNetworks/read";
    private const string Write = "Microsoft.Network/virtualNetworks/write";
    private const string Network = Group + "/providers/Microsoft.Network/virtualNetworks/v";

    private Roles _roles = null!;

    public async ValueTask InitializeAsync() => _roles = await Roles.OpenAsync();

    public ValueTask DisposeAsync() => _roles.DisposeAsync();

    [Fact]
    public void Check_WithoutAnyAssignment_IsRefused() => Allows("ada", Read, "/subscriptions/s").ShouldBeFalse();

    [Theory]
    [InlineData("/", Network, true)]
    [InlineData("/subscriptions/s", Network, true)]
    [InlineData(Group, Group, true)]
    [InlineData(Group, Network, true)]
    [InlineData(Network, Network + "/subnets/n", true)]
    [InlineData(Network, Group, false)]
    [InlineData(Network, "/subscriptions/s", false)]
    [InlineData(Group, "/subscriptions/s/resourceGroups/rg10", false)]
    [InlineData(Group, "/subscriptions/s/resourceGroups/rg10/providers/Microsoft.Network/virtualNetworks/v", false)]
    [InlineData(Network, Network + "2", false)]
    [InlineData("/subscriptions/s", "/subscriptions/s2", false)]
    [InlineData("/SUBSCRIPTIONS/S/resourcegroups/RG1", Network, true)]
    public async Task Check_AtAScope_FollowsWholeSegments(string assigned, string asked, bool expected)
    {
        await _roles.AssignAsync("ada", "Reader", assigned);

        Allows("ada", Read, asked).ShouldBe(expected);
        Allows("ada", Read, asked.ToUpperInvariant()).ShouldBe(expected);
    }

    [Fact]
    public async Task Check_OfSomebodyElse_IsRefused()
    {
        await _roles.AssignAsync("ada", "Owner", "/");

        Allows("bob", Read, Group).ShouldBeFalse();
    }

    [Fact]
    public async Task Check_OfAPrincipalIdInAnotherCase_IsAllowed()
    {
        await _roles.AssignAsync("ADA", "Reader", Group);

        Allows("ada", Read, Group).ShouldBeTrue();
    }

    [Fact]
    public async Task Check_WithSeveralAssignments_AddsThemUp()
    {
        await _roles.AssignAsync("ada", "Reader", "/subscriptions/s");
        await _roles.AssignAsync("ada", "Network Contributor", Group);

        Allows("ada", Write, Network).ShouldBeTrue();
        Allows("ada", Write, "/subscriptions/s/resourceGroups/rg2").ShouldBeFalse();
        Allows("ada", Read, "/subscriptions/s/resourceGroups/rg2").ShouldBeTrue();
    }

    [Fact]
    public async Task Check_OfWhatOneRoleTakesAwayAndAnotherGives_IsAllowed()
    {
        const string Assign = "Microsoft.Authorization/roleAssignments/write";
        await _roles.AssignAsync("ada", "Contributor", Group);
        Allows("ada", Assign, Group).ShouldBeFalse();

        await _roles.AssignAsync("ada", "User Access Administrator", Group);

        Allows("ada", Assign, Group).ShouldBeTrue();
    }

    [Fact]
    public async Task Check_OfWhatIsTakenAwayBelow_StaysAllowedByTheAssignmentAbove()
    {
        await _roles.AssignAsync("ada", "Owner", "/subscriptions/s");
        await _roles.AssignAsync("ada", "Contributor", Group);

        Allows("ada", "Microsoft.Authorization/roleAssignments/write", Network).ShouldBeTrue();
    }

    [Fact]
    public async Task Check_OfARoleWithTwoPermissions_TakesAwayWithinEachAlone()
    {
        var role = await _roles.DefineAsync(
            Roles.Permission(["Microsoft.Network/*"], notActions: ["*/write"]),
            Roles.Permission(["Microsoft.Compute/*"]));
        await _roles.AssignAsync("ada", role, Group);

        Allows("ada", Read, Group).ShouldBeTrue();
        Allows("ada", Write, Group).ShouldBeFalse();
        Allows("ada", "Microsoft.Compute/disks/write", Group).ShouldBeTrue();
    }

    [Fact]
    public async Task Check_OfADataAction_LooksAtDataActionsAlone()
    {
        var role = await _roles.DefineAsync(Roles.Permission([], dataActions: ["Microsoft.Storage/*"], notDataActions: ["*/delete"]));
        await _roles.AssignAsync("ada", role, Group);

        Allows("ada", "Microsoft.Storage/blobs/read", Group, isDataAction: true).ShouldBeTrue();
        Allows("ada", "Microsoft.Storage/blobs/delete", Group, isDataAction: true).ShouldBeFalse();
        Allows("ada", "Microsoft.Storage/blobs/read", Group).ShouldBeFalse();
    }

    [Fact]
    public async Task Check_OfAMemberOfAGroup_UsesTheGroupsAssignments()
    {
        var assignment = await _roles.AssignAsync("admins", "Reader", Group);

        Allows("ada", Read, Group).ShouldBeFalse();
        var decision = _roles.Evaluator.Check(Roles.Caller("ada", "others", "admins"), Read, Network);
        (decision.Allowed, decision.RoleAssignmentId).ShouldBe((true, assignment));
    }

    [Fact]
    public async Task Check_OfAnAllowedAction_NamesTheAssignment()
    {
        await _roles.AssignAsync("ada", "AcrPull", Group);
        var reader = await _roles.AssignAsync("ada", "Reader", "/subscriptions/s");

        _roles.Evaluator.Check(Roles.Caller("ada"), Read, Network).RoleAssignmentId.ShouldBe(reader);
    }

    [Fact]
    public async Task Check_AfterAnAssignmentIsRemoved_IsRefused()
    {
        var assignment = await _roles.AssignAsync("ada", "Reader", Group);
        await _roles.RemoveAsync(assignment);

        Allows("ada", Read, Group).ShouldBeFalse();
    }

    [Fact]
    public async Task Check_OfARoleThatIsGone_IsRefused()
    {
        var role = await _roles.DefineAsync(Roles.Permission(["*"]));
        await _roles.AssignAsync("ada", role, Group);
        Allows("ada", Read, Group).ShouldBeTrue();

        await _roles.RemoveAsync($"/subscriptions/s/providers/Microsoft.Authorization/roleDefinitions/{role}");

        Allows("ada", Read, Group).ShouldBeFalse();
    }

    [Fact]
    public async Task Check_AfterAReload_KnowsAssignmentsAndCustomRoles()
    {
        var role = await _roles.DefineAsync(Roles.Permission(["*/write"]));
        await _roles.AssignAsync("ada", role, Group);
        await _roles.AssignAsync("bob", "Reader", Group);

        await _roles.ReloadAsync();

        Allows("ada", Write, Group).ShouldBeTrue();
        Allows("bob", Read, Group).ShouldBeTrue();
    }

    [Fact]
    public async Task StoredRole_WithABuiltInId_DoesNotChangeTheBuiltInRole()
    {
        await _roles.AssignAsync("ada", "Reader", Group);
        await _roles.RemoveAsync("/subscriptions/s/providers/Microsoft.Authorization/roleDefinitions/acdd72a7-3385-48ef-bd42-f606fba81ae7");

        Allows("ada", Read, Group).ShouldBeTrue();
    }

    [Theory]
    [InlineData("/subscriptions/s", true)]
    [InlineData(Group, true)]
    [InlineData(Network, true)]
    [InlineData(Network + "/subnets/n", true)]
    [InlineData("/subscriptions/s2", false)]
    [InlineData("/subscriptions/s/resourceGroups/rg10", false)]
    public async Task HoldsRoleWithin_AScope_IsTrueAtAboveAndBelow(string scope, bool expected)
    {
        await _roles.AssignAsync("ada", "AcrPull", Network);

        _roles.Evaluator.HoldsRoleWithin(Roles.Caller("ada"), scope).ShouldBe(expected);
        _roles.Evaluator.HoldsRoleWithin(Roles.Caller("bob"), scope).ShouldBeFalse();
    }

    [Fact]
    public async Task Check_OfAnAssignmentWithACondition_IsRefused()
    {
        await _roles.AssignAsync("ada", "Owner", Group, condition: "(true)");

        Allows("ada", Read, Group).ShouldBeFalse();
    }

    [Theory]
    [InlineData(Write, Network, false)]
    [InlineData(Write, Group, false)]
    [InlineData(Write, "/subscriptions/s/resourceGroups/rg10", true)]
    [InlineData(Write, "/subscriptions/s", true)]
    [InlineData(Read, Network, true)]
    public async Task Check_UnderADenyAssignment_IsRefusedWhateverRolesSay(string action, string scope, bool expected)
    {
        await _roles.AssignAsync("ada", "Owner", "/subscriptions/s");
        var deny = await _roles.DenyAsync(Group, Roles.Permission(["*/write"]));

        var decision = _roles.Evaluator.Check(Roles.Caller("ada"), action, scope);

        decision.Allowed.ShouldBe(expected);
        (decision.Deny?.Id).ShouldBe(expected ? null : deny);
    }

    [Fact]
    public async Task Check_OfADenyAssignmentThatExcludesAGroup_LetsItsMembersPass()
    {
        await _roles.AssignAsync("ada", "Owner", Group);
        await _roles.DenyAsync(Group, Roles.Permission(["*"], notActions: ["*/delete"]), excluded: ["team"]);

        Allows("ada", Write, Group).ShouldBeFalse();
        Allows("ada", "Microsoft.Network/virtualNetworks/delete", Group).ShouldBeTrue();
        _roles.Evaluator.Check(Roles.Caller("ada", "team"), Write, Group).Allowed.ShouldBeTrue();
    }

    [Fact]
    public async Task Check_OfADenyAssignmentForItsScopeAlone_LetsChildScopesPass()
    {
        await _roles.AssignAsync("ada", "Owner", Group);
        var deny = await _roles.DenyAsync(Group, Roles.Permission(["*/write"]), onlyHere: true);

        Allows("ada", Write, Group).ShouldBeFalse();
        Allows("ada", Write, Network).ShouldBeTrue();

        await _roles.RemoveAsync(deny);
        Allows("ada", Write, Group).ShouldBeTrue();
    }

    private bool Allows(string principal, string action, string scope, bool isDataAction = false) =>
        _roles.Evaluator.Check(Roles.Caller(principal), action, scope, isDataAction).Allowed;
}
