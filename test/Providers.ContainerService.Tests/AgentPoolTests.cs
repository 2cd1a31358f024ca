using System.Text.Json.Nodes;
using Verditer.Core;

namespace Verditer.Providers.ContainerService.Tests;

public sealed class AgentPoolTests : ClusterTest
{
    private const string Pool = """{"properties":{"count":2,"vmSize":"Standard_D4s_v3","mode":"User","nodeLabels":{"tier":"back"},"nodeTaints":["only=this:NoSchedule"]}}""";

    private string _key = "";

    private string PoolId => $"{ClusterId("one")}/agentPools/np2";

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        await RegisterPreviewAsync();
        _key = (await MakeClusterAsync("one")).Text("properties", "resourceUID")!;
    }

    [Fact]
    public async Task Pool_Added_IsInTheClusterAndItsNodesAreThere()
    {
        await Cloud.MakeAsync(PoolId, Pool);
        (await Cloud.GetAsync($"{ClusterId("one")}/agentPools")).Names.ShouldBe(["nodepool1", "np2"]);
        (await Cloud.GetAsync(ClusterId("one"))).At("properties", "agentPoolProfiles")![1].Text("provisioningState").ShouldBe("Succeeded");
        var nodes = Engine.Nodes[_key].Values.Where(n => n.Labels["agentpool"] == "np2").ToList();
        nodes.Count.ShouldBe(2);
        nodes.ShouldAllBe(n => n.CpuCores == 4 && n.Labels["tier"] == "back" && n.Taints.Single() == "only=this:NoSchedule");
    }

    [Fact]
    public async Task Pool_Scaled_HasAsManyNodesAndListeners()
    {
        await Cloud.MakeAsync(PoolId, Pool);
        await Cloud.MakeAsync(PoolId, Pool.Replace("\"count\":2", "\"count\":1", StringComparison.Ordinal));
        Engine.Nodes[_key].Count.ShouldBe(4);
        Listeners.Open.Keys.Count(k => k.StartsWith("aks-np2", StringComparison.Ordinal)).ShouldBe(1);
    }

    [Fact]
    public async Task Pool_Deleted_IsGoneWithItsScaleSetAndNodes()
    {
        await Cloud.MakeAsync(PoolId, Pool);
        (await Cloud.DeleteAsync(PoolId)).ShouldBe(202);
        await Cloud.RunOperationsAsync();
        (await Cloud.GetAsync(PoolId)).ShouldBe(404);
        Engine.Nodes[_key].Count.ShouldBe(3);
        (await Cloud.GetAsync($"{NodeGroupId("one")}/providers/Microsoft.Compute/virtualMachineScaleSets")).Items.Count.ShouldBe(1);
    }

    [Fact]
    public async Task LastSystemPool_Deleted_IsRefused() =>
        (await Cloud.DeleteAsync($"{ClusterId("one")}/agentPools/nodepool1")).ShouldBeRefused(400, "OperationNotAllowed");

    [Fact]
    public async Task Pool_WithAnotherVmSize_IsRefused()
    {
        await Cloud.MakeAsync(PoolId, Pool);
        (await Cloud.PutAsync(PoolId, Pool.Replace("D4s", "D2s", StringComparison.Ordinal))).ShouldBeRefused(400, "PropertyChangeNotAllowed");
    }

    [Fact]
    public async Task LastSystemPool_MadeAUserPool_IsRefused() =>
        (await Cloud.PutAsync($"{ClusterId("one")}/agentPools/nodepool1", """{"properties":{"mode":"User","count":3}}""")).ShouldBeRefused(400, "InvalidParameter");

    [Theory]
    [InlineData("1.32.4", "NodePoolMcVersionIncompatible")]
    [InlineData("1.30.12", "OperationNotAllowed")]
    public async Task Pool_OfAVersionThatDoesNotFit_IsRefused(string version, string code)
    {
        await Cloud.MakeAsync(PoolId, Pool);
        (await Cloud.PutAsync(PoolId, Pool.Replace("\"count\":2", $"\"count\":2,\"orchestratorVersion\":\"{version}\"", StringComparison.Ordinal))).ShouldBeRefused(400, code);
    }

    [Fact]
    public async Task Pool_WithAnotherNameInItsBody_KeepsTheNameOfItsPath()
    {
        await Cloud.MakeAsync(PoolId, Pool.Replace("\"count\":2", "\"count\":2,\"name\":\"other\"", StringComparison.Ordinal));
        (await Cloud.GetAsync($"{ClusterId("one")}/agentPools")).Names.ShouldBe(["nodepool1", "np2"]);
    }

    [Fact]
    public async Task Pool_OfAClusterThatIsNotThere_IsRefused() =>
        (await Cloud.PutAsync($"{ClusterId("none")}/agentPools/np2", Pool)).ShouldBeRefused(404, "ParentResourceNotFound");

    [Fact]
    public async Task ScaleSet_WhoseMachinesTakeOtherNames_MakesNoNodesAndSaysSo()
    {
        var scaleSet = (await Cloud.GetAsync($"{NodeGroupId("one")}/providers/Microsoft.Compute/virtualMachineScaleSets")).Items.Single().Text("id")!;
        (await Cloud.PutAsync(scaleSet, """{"location":"westus2","sku":{"name":"Standard_DS2_v2","capacity":0}}""")).ShouldBe(200);
        (await Cloud.PutAsync(scaleSet, """{"location":"westus2","properties":{"virtualMachineProfile":{"osProfile":{"computerNamePrefix":"aks-other"}}}}""")).ShouldBe(200);
        var reply = (await PutClusterAsync("one", b => b["properties"]!["agentPoolProfiles"]![0]!["count"] = 2)).ShouldBe(200);
        await Cloud.RunOperationsAsync();
        (await Cloud.GetAsync(reply.Headers["Azure-AsyncOperation"])).Text("error", "message")!.ShouldContain("computer name");
        Listeners.Open.Keys.ShouldNotContain(k => k.StartsWith("aks-other", StringComparison.Ordinal));
    }

    [Fact]
    public async Task UserIdentity_AddedToAScaleSet_StaysWhenThePoolIsScaled()
    {
        var scaleSet = (await Cloud.GetAsync($"{NodeGroupId("one")}/providers/Microsoft.Compute/virtualMachineScaleSets")).Items.Single();
        var own = $"{GroupId}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/own";
        await Cloud.MakeAsync(own, """{"location":"westus2"}""");
        var body = new JsonObject { ["location"] = "westus2", ["identity"] = new JsonObject { ["type"] = "UserAssigned", ["userAssignedIdentities"] = new JsonObject { [own] = new JsonObject() } } };
        (await Cloud.PutAsync(scaleSet.Text("id")!, body.ToJsonString())).ShouldBe(200);
        (await PutClusterAsync("one", b => b["properties"]!["agentPoolProfiles"]![0]!["count"] = 1)).ShouldBe(200);
        await Cloud.RunOperationsAsync();
        var after = await Cloud.GetAsync(scaleSet.Text("id")!);
        ((JsonObject)after.At("identity", "userAssignedIdentities")!).Count.ShouldBe(2);
        Engine.Nodes[_key].Count.ShouldBe(1);
    }
}
