using System.Text.Json.Nodes;
using Verditer.Core;
using Verditer.ResourceManager;
using Verditer.ResourceManager.Testing;

namespace Verditer.Providers.ContainerService.Tests;

/// <summary>A cluster that moves from its service principal to managed identity: https://learn.microsoft.com/azure/aks/use-managed-identity</summary>
public sealed class MoveToIdentityTests : ClusterTest
{
    private OwnedApplication _principal = null!;

    protected override RuleSet Rules => RuleSet.Ga;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        _principal = await MakeApplicationAsync(TimeSpan.FromDays(30));
        await MakeClusterAsync("old", WithPrincipal(_principal.AppId, _principal.Secret));
    }

    [Fact]
    public async Task ServicePrincipalCluster_ThatMoves_HasBothIdentitiesAndTheirRole()
    {
        var moved = await MoveAsync(SystemAssigned);

        moved.Text("properties", "servicePrincipalProfile", "clientId").ShouldBe("msi");
        moved.Text("identity", "principalId").ShouldBe(Cloud.IdentityOf(ClusterId("old")).ObjectId);
        moved.Text("properties", "identityProfile", "kubeletidentity", "resourceId")
            .ShouldBe($"{NodeGroupId("old")}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/old-agentpool");
        (await RolesOfAsync(moved.Text("identity", "principalId")!)).ShouldBe([Cloud.RoleId("Contributor")]);
        (await RolesOfAsync(moved.Text("properties", "identityProfile", "kubeletidentity", "objectId")!)).ShouldBeEmpty();
        var running = CloudProviders.Running.Values.Single();
        running.ServicePrincipal.ShouldBeNull();
        running.MetadataSocket.ShouldNotBeNull();
    }

    [Fact]
    public async Task Kubelets_KeepTheServicePrincipalUntilTheirPoolIsUpgraded()
    {
        await AddPoolAsync("second");
        var kubelet = (await MoveAsync(SystemAssigned)).Text("properties", "identityProfile", "kubeletidentity", "resourceId")!;
        (await IdentitiesOfAsync("nodepool1")).ShouldBeEmpty();
        (await HasSecretAsync()).ShouldBeTrue();

        await UpgradeImageAsync("nodepool1");
        (await IdentitiesOfAsync("nodepool1")).ShouldBe([kubelet]);
        (await IdentitiesOfAsync("second")).ShouldBeEmpty();
        (await HasSecretAsync()).ShouldBeTrue();

        await UpgradeImageAsync("second");
        (await IdentitiesOfAsync("second")).ShouldBe([kubelet]);
        (await HasSecretAsync()).ShouldBeFalse();
        (await ScaleSetAsync("second")).Text("tags", "aks-managed-kubeletIdentityClientID").ShouldBe(Cloud.IdentityOf(kubelet).ClientId);
    }

    [Fact]
    public async Task Pool_MadeAfterTheMove_CarriesTheKubeletsIdentityAtOnce()
    {
        var kubelet = (await MoveAsync(SystemAssigned)).Text("properties", "identityProfile", "kubeletidentity", "resourceId")!;

        await AddPoolAsync("later");

        (await IdentitiesOfAsync("later")).ShouldBe([kubelet]);
    }

    [Fact]
    public async Task Scaling_AfterTheMove_DoesNotRenewTheMachines()
    {
        await MoveAsync(SystemAssigned);

        (await PutClusterAsync("old", b => b["properties"]!["agentPoolProfiles"]![0]!["count"] = 5)).ShouldBe(200);
        await Cloud.RunOperationsAsync();

        (await ScaleSetAsync("nodepool1")).Body.Number("sku", "capacity").ShouldBe(5);
        (await IdentitiesOfAsync("nodepool1")).ShouldBeEmpty();
    }

    [Fact]
    public async Task Upgrade_OfAPoolsVersion_RenewsItsMachinesToo()
    {
        var kubelet = (await MoveAsync(SystemAssigned)).Text("properties", "identityProfile", "kubeletidentity", "resourceId")!;

        (await PutClusterAsync("old", b =>
        {
            b["properties"]!["kubernetesVersion"] = "1.32.4";
            b["properties"]!["agentPoolProfiles"]![0]!["orchestratorVersion"] = "1.32.4";
        })).ShouldBe(200);
        await Cloud.RunOperationsAsync();

        (await IdentitiesOfAsync("nodepool1")).ShouldBe([kubelet]);
    }

    [Fact]
    public async Task ServicePrincipal_ThatHasEnded_DoesNotHinderTheMove()
    {
        Cloud.Advance(TimeSpan.FromDays(31));

        (await MoveAsync(SystemAssigned)).Text("properties", "provisioningState").ShouldBe("Succeeded");
    }

    [Fact]
    public async Task Move_ThatFailed_GivesTheRoleWhenItIsTriedAgain()
    {
        var locked = $"{NodeGroupId("old")}/providers/Microsoft.Authorization/locks/l";
        (await Cloud.PutAsync(locked, """{"properties":{"level":"ReadOnly"}}""")).ShouldBe(201);
        (await PutClusterAsync("old", SystemAssigned)).ShouldBe(200);
        await Cloud.RunOperationsAsync();
        (await Cloud.GetAsync(ClusterId("old"))).Text("properties", "provisioningState").ShouldBe("Failed");
        (await Cloud.DeleteAsync(locked)).ShouldBe(200);

        var moved = await MoveAsync(SystemAssigned);

        (await RolesOfAsync(moved.Text("identity", "principalId")!)).ShouldBe([Cloud.RoleId("Contributor")]);
    }

    [Fact]
    public async Task Role_TakenAwayAfterTheMove_StaysAway()
    {
        var principal = (await MoveAsync(SystemAssigned)).Text("identity", "principalId")!;
        (await Cloud.DeleteAsync($"{(await AssignmentsOfAsync(principal)).Single().Text("id")}?api-version=2022-04-01")).ShouldBe(200);

        await MoveAsync(SystemAssigned);

        (await RolesOfAsync(principal)).ShouldBeEmpty();
    }

    [Fact]
    public async Task SystemAssignedIdentity_ThatGivesWayToTheUsers_LeavesTheRoleToIt()
    {
        await MoveAsync(SystemAssigned);
        var (first, second) = (await MakeIdentityAsync("first"), await MakeIdentityAsync("second"));

        var moved = await MoveAsync(UserAssigned(first));
        moved.Text("identity", "type").ShouldBe("UserAssigned");
        moved.Text("identity", "principalId").ShouldBeNull();
        (await RolesOfAsync(Cloud.IdentityOf(first).ObjectId)).ShouldBe([Cloud.RoleId("Contributor")]);

        var again = await MoveAsync(UserAssigned(second));
        ((JsonObject)again.At("identity", "userAssignedIdentities")!).Select(i => i.Key).ShouldBe([second]);
        (await RolesOfAsync(Cloud.IdentityOf(second).ObjectId)).ShouldBe([Cloud.RoleId("Contributor")]);

        var back = await MoveAsync(SystemAssigned);
        back.Text("identity", "principalId").ShouldBe(Cloud.IdentityOf(ClusterId("old")).ObjectId);
        back.At("identity", "userAssignedIdentities").ShouldBeNull();
    }

    [Fact]
    public async Task ManagedIdentityCluster_ThatAsksForAServicePrincipal_IsRefused()
    {
        var before = await MoveAsync(SystemAssigned);

        (await PutClusterAsync("old", WithPrincipal(_principal.AppId, _principal.Secret))).ShouldBeRefused(400, "BadRequest");
        (await PutClusterAsync("old", b => b["identity"] = new JsonObject { ["type"] = "None" })).ShouldBeRefused(400, "BadRequest");

        JsonNode.DeepEquals((await Cloud.GetAsync(ClusterId("old"))).Body, before.Body).ShouldBeTrue();
    }

    [Fact]
    public async Task NodeImage_OfAPoolThatIsNotThere_IsNotUpgraded() =>
        (await Cloud.PostAsync($"{ClusterId("old")}/agentPools/none/upgradeNodeImageVersion?api-version=2025-03-01")).ShouldBe(404);

    [Fact]
    public async Task NodeImage_WhileAnotherOperationGoesOn_IsNotUpgraded()
    {
        (await PutClusterAsync("old", WithPrincipal(_principal.AppId, _principal.Secret))).ShouldBe(200);

        (await Cloud.PostAsync($"{ClusterId("old")}/agentPools/nodepool1/upgradeNodeImageVersion?api-version=2025-03-01")).ShouldBeRefused(409, "OperationNotAllowed");
        await Cloud.RunOperationsAsync();
    }

    private async Task<TestReply> MoveAsync(Action<JsonObject> change)
    {
        (await PutClusterAsync("old", change)).ShouldBe(200);
        await Cloud.RunOperationsAsync();
        var moved = (await Cloud.GetAsync(ClusterId("old"))).ShouldBe(200);
        moved.Text("properties", "provisioningState").ShouldBe("Succeeded");
        return moved;
    }

    /// <summary>What az sends: what it read of the service principal, and the identity.</summary>
    private void SystemAssigned(JsonObject body) => body["properties"]!["servicePrincipalProfile"] = new JsonObject { ["clientId"] = _principal.AppId };

    private static Action<JsonObject> UserAssigned(string id) => body =>
        body["identity"] = new JsonObject { ["type"] = "UserAssigned", ["userAssignedIdentities"] = new JsonObject { [id] = new JsonObject() } };

    private async Task AddPoolAsync(string name)
    {
        (await Cloud.PutAsync($"{ClusterId("old")}/agentPools/{name}?api-version=2025-03-01", """{"properties":{"count":1,"vmSize":"Standard_DS2_v2"}}""")).ShouldBe(201);
        await Cloud.RunOperationsAsync();
    }

    private async Task UpgradeImageAsync(string pool)
    {
        var path = $"{ClusterId("old")}/agentPools/{pool}";
        (await Cloud.PostAsync($"{path}/upgradeNodeImageVersion?api-version=2025-03-01")).ShouldBe(202);
        (await Cloud.GetAsync($"{path}?api-version=2025-03-01")).Text("properties", "provisioningState").ShouldBe("UpgradingNodeImageVersion");
        await Cloud.RunOperationsAsync();
        (await Cloud.GetAsync($"{path}?api-version=2025-03-01")).Text("properties", "provisioningState").ShouldBe("Succeeded");
    }

    private Task<TestReply> ScaleSetAsync(string pool) =>
        Cloud.GetAsync(Listeners.Open.Values.First(m => m.OwnerResourceId.Contains($"/aks-{pool}-", StringComparison.Ordinal)).OwnerResourceId);

    private async Task<IEnumerable<string>> IdentitiesOfAsync(string pool) =>
        ((await ScaleSetAsync(pool)).At("identity", "userAssignedIdentities") as JsonObject ?? []).Select(i => i.Key);

    private async Task<bool> HasSecretAsync() => await Cloud.Store.GetAsync("cluster-principals", ResourceId.Parse(ClusterId("old")).Key, TestContext.Current.CancellationToken) is not null;

    private async Task<string> MakeIdentityAsync(string name)
    {
        var id = $"{GroupId}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/{name}";
        (await Cloud.PutAsync(id, """{"location":"westus2"}""")).ShouldBe(201);
        return id;
    }

    private async Task<IReadOnlyList<JsonNode>> AssignmentsOfAsync(string principalId) => [..
        (await Cloud.GetAsync($"{NodeGroupId("old")}/providers/Microsoft.Authorization/roleAssignments?$filter=principalId eq '{principalId}'&api-version=2022-04-01")).Items];

    private async Task<IEnumerable<string?>> RolesOfAsync(string principalId) =>
        (await AssignmentsOfAsync(principalId)).Select(a => a.Text("properties", "roleDefinitionId"));
}
