using System.Text.Json.Nodes;
using Verditer.Core;

namespace Verditer.Providers.ContainerService.Tests;

/// <summary>What AKS alone says of a cluster cannot be said by a body, at no api-version.</summary>
public sealed class ForgedBodyTests : ClusterTest
{
    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        await RegisterPreviewAsync();
    }

    [Theory]
    [InlineData("2019-08-01")]
    [InlineData("2022-11-01")]
    [InlineData("2025-03-01")]
    public async Task ResourceUid_OfAnotherCluster_IsNotTaken(string apiVersion)
    {
        var key = (await MakeClusterAsync("one")).Text("properties", "resourceUID");
        (await Cloud.PutAsync($"{ClusterId("thief")}?api-version={apiVersion}", Body(b => b["properties"]!["resourceUID"] = key))).ShouldBe(201);
        await Cloud.RunOperationsAsync();
        (await Cloud.GetAsync(ClusterId("thief"))).Text("properties", "resourceUID").ShouldNotBe(key);
        Engine.ControlPlanes.Count.ShouldBe(2);
        Engine.Nodes[key!].Count.ShouldBe(3);
    }

    [Fact]
    public async Task ResourceUid_OfAnExistingCluster_StaysAsItIs()
    {
        var key = (await MakeClusterAsync("one")).Text("properties", "resourceUID");
        (await Cloud.PutAsync($"{ClusterId("one")}?api-version=2019-08-01", Body(b => b["properties"]!["resourceUID"] = "../../elsewhere"))).ShouldBe(200);
        (await Cloud.GetAsync(ClusterId("one"))).Text("properties", "resourceUID").ShouldBe(key);
    }

    [Theory]
    [InlineData("other/providers/Microsoft.Compute/availabilitySets/planted")]
    [InlineData("bad?name=1")]
    [InlineData("..")]
    [InlineData("a#b")]
    public async Task NodeResourceGroup_ThatIsNoName_IsRefused(string name)
    {
        (await PutClusterAsync("one", b => b["properties"]!["nodeResourceGroup"] = name)).ShouldBeRefused(400, "InvalidParameter");
        (await Cloud.GetAsync(ClusterId("one"))).ShouldBe(404);
    }

    [Fact]
    public async Task IdentityProfile_OfAnUpdate_IsNotTaken()
    {
        var before = await MakeClusterAsync("one");
        var kubelet = (JsonObject)before.At("properties", "identityProfile")!.DeepClone();
        kubelet["kubeletidentity"]!["objectId"] = Guid.NewGuid().ToString();
        (await PutClusterAsync("one", b => b["properties"]!["identityProfile"] = kubelet.DeepClone())).ShouldBe(200);
        await Cloud.RunOperationsAsync();
        var after = await Cloud.GetAsync(ClusterId("one"));
        JsonNode.DeepEquals(after.At("properties", "identityProfile"), before.At("properties", "identityProfile")).ShouldBeTrue();
    }

    [Fact]
    public async Task IdentityProfile_OfACreation_DoesNotStandForTheKubeletsIdentity()
    {
        var future = $"{NodeGroupId("one")}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/one-agentpool";
        var cluster = await MakeClusterAsync("one", b => b["properties"]!["identityProfile"] = new JsonObject
        {
            ["kubeletidentity"] = new JsonObject { ["resourceId"] = future, ["objectId"] = Guid.NewGuid().ToString() },
        });
        cluster.Text("properties", "identityProfile", "kubeletidentity", "objectId")
            .ShouldBe(Cloud.Get<IDirectory>().FindManagedIdentity(future)!.PrincipalId);
    }

    [Fact]
    public async Task OutboundAddresses_OfABody_DoNotKeepTheRoleBack()
    {
        var cluster = await MakeClusterAsync("one", b => b["properties"]!["networkProfile"]!["loadBalancerProfile"] =
            new JsonObject { ["effectiveOutboundIPs"] = new JsonArray(new JsonObject { ["id"] = "/x" }) });
        var roles = await Cloud.GetAsync(
            $"{NodeGroupId("one")}/providers/Microsoft.Authorization/roleAssignments?$filter=principalId eq '{cluster.Text("identity", "principalId")}'&api-version=2022-04-01");
        roles.Items.Count.ShouldBe(1);
    }

    [Fact]
    public async Task OutboundAddresses_LeftOutOfAnUpdate_Stay()
    {
        await MakeClusterAsync("one");
        (await PutClusterAsync("one", b => b["properties"]!["networkProfile"]!["loadBalancerProfile"] =
            new JsonObject { ["managedOutboundIPs"] = new JsonObject { ["count"] = 1 } })).ShouldBe(200).Text("properties", "provisioningState").ShouldBe("Updating");
    }

    [Fact]
    public async Task PowerState_OfACreation_IsNotTaken() =>
        (await MakeClusterAsync("one", b => b["properties"]!["powerState"] = new JsonObject { ["code"] = "Stopped" }))
            .Text("properties", "powerState", "code").ShouldBe("Running");

    [Fact]
    public async Task UserAssignedIdentities_BesideASystemAssignedOne_AreRefused()
    {
        await Cloud.MakeAsync($"{GroupId}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/own", """{"location":"westus2"}""");
        (await PutClusterAsync("one", b => b["identity"]!["userAssignedIdentities"] =
            new JsonObject { [$"{GroupId}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/own"] = new JsonObject() })).ShouldBeRefused(400, "BadRequest");
    }

    [Theory]
    [InlineData("""[null]""")]
    [InlineData("""["nodepool1"]""")]
    public async Task Pools_ThatAreNoObjects_AreRefused(string pools) =>
        (await PutClusterAsync("one", b => b["properties"]!["agentPoolProfiles"] = JsonNode.Parse(pools))).Status.ShouldBe(400);

    [Theory]
    [InlineData("kubernetes.azure.com/mode", "Invalid node label key kubernetes.azure.com/mode. The 'kubernetes.azure.com' prefix is preserved by aks system labels")]
    [InlineData("node-restriction.kubernetes.io/team", "node label keys in the 'kubernetes.io' or 'k8s.io' namespace must begin with an allowed prefix (kubelet.kubernetes.io, node.kubernetes.io)")]
    [InlineData("kubernetes.io/role", "must begin with an allowed prefix")]
    [InlineData("team.k8s.io/x", "must begin with an allowed prefix")]
    public async Task Labels_ThatAksKeepsForItself_AreRefused(string key, string text)
    {
        var answer = await PutClusterAsync("one", b => b["properties"]!["agentPoolProfiles"]![0]!["nodeLabels"] = new JsonObject { [key] = "x" });

        answer.ShouldBeRefused(400, "BadRequest");
        answer.Body.Text("error", "message")!.ShouldContain(text);
    }

    [Theory]
    [InlineData("node.kubernetes.io/team")]
    [InlineData("team.kubelet.kubernetes.io/x")]
    [InlineData("notkubernetes.io/x")]
    [InlineData("topology.kubernetes.io/zone")]
    public async Task Labels_ThatAKubeletMaySet_AreTaken(string key) =>
        (await PutClusterAsync("one", b => b["properties"]!["agentPoolProfiles"]![0]!["nodeLabels"] = new JsonObject { [key] = "x" })).Status.ShouldBe(201);

    [Theory]
    [InlineData("nodeLabels", """{"bad label!":"x"}""")]
    [InlineData("nodeLabels", """{"good":"x y"}""")]
    [InlineData("nodeLabels", """{"a..b/key":"x"}""")]
    [InlineData("nodeLabels", """{"-a.b/key":"x"}""")]
    [InlineData("nodeLabels", """{"good":"x\n"}""")]
    [InlineData("nodeTaints", """["no-effect"]""")]
    [InlineData("nodeTaints", """["a=b:NoSchedule","a=b:NoSchedule","a=b:NoSchedule"]""")]
    [InlineData("nodeTaints", """["a=b:NoSchedule","a=c:NoSchedule"]""")]
    [InlineData("nodeTaints", """["a..b/key=b:NoSchedule"]""")]
    [InlineData("nodeTaints", """["a=b:Sometimes"]""")]
    public async Task LabelsAndTaints_ThatNoNodeCanCarry_AreRefused(string property, string value) =>
        (await PutClusterAsync("one", b => b["properties"]!["agentPoolProfiles"]![0]![property] = JsonNode.Parse(value))).ShouldBeRefused(400, "InvalidParameter");
}
