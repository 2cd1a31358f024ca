using System.Text.Json.Nodes;
using Verditer.Core;
using Verditer.ResourceManager;
using Verditer.ResourceManager.Testing;

namespace Verditer.Providers.ContainerService.Tests;

public sealed class NodeGroupLockdownTests : ClusterTest
{
    protected override RuleSet Rules => RuleSet.Ga;

    private string Table => $"{NodeGroupId("one")}/providers/Microsoft.Network/routeTables/mine";

    [Fact]
    public async Task NodeGroup_OfAReadOnlyCluster_IsChangedByNobodyButTheCluster()
    {
        await MakeClusterAsync("one", With("ReadOnly"));

        (await PutTableAsync()).ShouldBeRefused(403, "DenyAssignmentAuthorizationFailed");
        (await Cloud.GetAsync(NodeGroupId("one"))).ShouldBe(200);
        (await PutTableAsync(Cloud.IdentityOf(ClusterId("one")))).Status.ShouldBeInRange(200, 201);
        (await Cloud.GetAsync($"{NodeGroupId("one")}/providers/Microsoft.Authorization/denyAssignments")).ShouldBe(200).Items
            .ShouldHaveSingleItem().At("properties", "excludePrincipals")!.AsArray().Count.ShouldBe(4);
    }

    [Fact]
    public async Task ReadOnlyCluster_IsScaledAndDeletedAsAnyOther()
    {
        await MakeClusterAsync("one", With("ReadOnly"));

        (await PutClusterAsync("one", body =>
        {
            With("ReadOnly")(body);
            body["properties"]!["agentPoolProfiles"]![0]!["count"] = 4;
        })).ShouldBe(200);
        await Cloud.RunOperationsAsync();
        (await Cloud.GetAsync(ClusterId("one"))).Text("properties", "provisioningState").ShouldBe("Succeeded");

        (await Cloud.DeleteAsync(ClusterId("one"))).ShouldBe(202);
        await Cloud.RunOperationsAsync();
        (await Cloud.GetAsync(NodeGroupId("one"))).ShouldBe(404);
    }

    [Theory]
    [InlineData("Unrestricted")]
    [InlineData(null)]
    public async Task NodeGroup_OfAnotherCluster_CanBeChanged(string? level)
    {
        await MakeClusterAsync("one", level is null ? null : With(level));

        (await PutTableAsync()).Status.ShouldBeInRange(200, 201);
    }

    [Fact]
    public async Task Lockdown_ThatIsLifted_LeavesNoDenyAssignment()
    {
        await MakeClusterAsync("one", With("ReadOnly"));

        (await PutClusterAsync("one", With("Unrestricted"))).ShouldBe(200);
        await Cloud.RunOperationsAsync();

        (await PutTableAsync()).Status.ShouldBeInRange(200, 201);
        (await Cloud.GetAsync($"{NodeGroupId("one")}/providers/Microsoft.Authorization/denyAssignments")).ShouldBe(200).Items.ShouldBeEmpty();
    }

    [Fact]
    public async Task ReadOnlyCluster_ThatMovesToManagedIdentity_LeavesTheServicePrincipalItsWorkUntilItsTokenEnds()
    {
        var given = await MakeApplicationAsync(TimeSpan.FromDays(30));
        await MakeClusterAsync("one", b =>
        {
            With("ReadOnly")(b);
            WithPrincipal(given.AppId, given.Secret)(b);
        });

        (await PutClusterAsync("one", With("ReadOnly"))).ShouldBe(200);
        await Cloud.RunOperationsAsync();

        var excluded = (await Cloud.GetAsync($"{NodeGroupId("one")}/providers/Microsoft.Authorization/denyAssignments")).Items.ShouldHaveSingleItem()
            .At("properties", "excludePrincipals")!.AsArray().Select(p => p.Text("id"));
        excluded.ShouldContain(given.PrincipalId);
        excluded.ShouldContain(Cloud.IdentityOf(ClusterId("one")).ObjectId);
    }

    private Task<TestReply> PutTableAsync(TestPrincipal? by = null) => Cloud.PutAsync(Table, """{"location":"westus2"}""", by);

    private static Action<JsonObject> With(string level) => body => body["properties"]!["nodeResourceGroupProfile"] = new JsonObject { ["restrictionLevel"] = level };
}
