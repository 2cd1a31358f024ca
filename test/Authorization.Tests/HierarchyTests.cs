namespace Verditer.Authorization.Tests;

public sealed class HierarchyTests : IAsyncLifetime
{
    private const string Read = "Microsoft.Network/virtualNetworks/read";

    private Roles _roles = null!;

    public async ValueTask InitializeAsync()
    {
        _roles = await Roles.OpenAsync();
        await _roles.AddGroupAsync("tenant");
        await _roles.AddGroupAsync("Teams", "tenant");
        await _roles.AddGroupAsync("Blue", "teams");
        await _roles.PlaceAsync("s", "blue");
    }

    public ValueTask DisposeAsync() => _roles.DisposeAsync();

    [Theory]
    [InlineData("/providers/Microsoft.Management/managementGroups/blue", true)]
    [InlineData("/providers/microsoft.management/managementGroups/TEAMS", true)]
    [InlineData("/providers/Microsoft.Management/managementGroups/tenant", true)]
    [InlineData("/", true)]
    [InlineData("/providers/Microsoft.Management/managementGroups/blu", false)]
    [InlineData("/providers/Microsoft.Management/managementGroups/red", false)]
    public async Task Check_BelowAManagementGroup_FollowsItsAssignments(string scope, bool expected)
    {
        await _roles.AssignAsync("ada", "Reader", scope);

        Allows("/subscriptions/s/resourceGroups/rg").ShouldBe(expected);
        Allows("/subscriptions/s2/resourceGroups/rg").ShouldBe(scope == "/");
    }

    [Fact]
    public async Task Check_AfterASubscriptionMoves_FollowsItsNewGroup()
    {
        await _roles.AddGroupAsync("red", "tenant");
        await _roles.AssignAsync("ada", "Reader", "/providers/Microsoft.Management/managementGroups/blue");
        await _roles.PlaceAsync("s", "red");
        await _roles.RemoveAsync("/providers/microsoft.management/managementgroups/blue/subscriptions/s");

        Allows("/subscriptions/s").ShouldBeFalse();
        _roles.Hierarchy.ParentOf("/subscriptions/s").ShouldBe("/providers/microsoft.management/managementgroups/red");
        _roles.Hierarchy.SelfAndAbove("/subscriptions/s/resourcegroups/rg").ShouldBe(
        [
            "/subscriptions/s/resourcegroups/rg", "/subscriptions/s/resourcegroups", "/subscriptions/s",
            "/providers/microsoft.management/managementgroups/red", "/providers/microsoft.management/managementgroups/tenant", "/",
        ]);
    }

    [Fact]
    public async Task Check_OnAManagementGroup_IsNotOpenedByWhatIsBelow()
    {
        await _roles.AssignAsync("ada", "Owner", "/subscriptions/s");

        Allows("/providers/Microsoft.Management/managementGroups/blue").ShouldBeFalse();
        _roles.Evaluator.HoldsRoleWithin(Roles.Caller("ada"), "/providers/Microsoft.Management/managementGroups/teams").ShouldBeTrue();
    }

    [Fact]
    public async Task Check_InACircleOfGroups_Ends()
    {
        await _roles.AddGroupAsync("teams", "blue");
        await _roles.AssignAsync("ada", "Reader", "/");

        Allows("/subscriptions/s").ShouldBeTrue();
    }

    [Fact]
    public async Task Reload_KnowsGroupsAndPlaces()
    {
        await _roles.AssignAsync("ada", "Reader", "/providers/Microsoft.Management/managementGroups/teams");

        await _roles.ReloadAsync();

        Allows("/subscriptions/s").ShouldBeTrue();
        _roles.Groups.SubscriptionsOf("/providers/microsoft.management/managementgroups/blue").ShouldBe(["s"]);
    }

    private bool Allows(string scope) => _roles.Evaluator.Check(Roles.Caller("ada"), Read, scope).Allowed;
}
