namespace Verditer.Providers.ContainerService.Tests;

/// <summary>Each cluster's identities reach its own resources and no others.</summary>
public sealed class TwoClustersTests : ClusterTest
{
    [Fact]
    public async Task Identities_OfOneCluster_DoNothingInTheOther()
    {
        await RegisterPreviewAsync();
        await MakeClusterAsync("one");
        var two = await MakeClusterAsync("two");
        var controlPlane = Cloud.IdentityOf(ClusterId("two"));
        var kubelet = Cloud.IdentityOf(two.Text("properties", "identityProfile", "kubeletidentity", "resourceId")!);

        (await Cloud.GetAsync(NodeGroupId("two"), kubelet)).ShouldBe(200);
        (await Cloud.GetAsync(NodeGroupId("one"), kubelet)).ShouldBeRefused(403, "AuthorizationFailed");
        (await Cloud.GetAsync(ClusterId("two"), kubelet)).ShouldBeRefused(403, "AuthorizationFailed");
        (await PutAddressAsync("two", kubelet)).Status.ShouldBe(403);
        (await PutAddressAsync("two", controlPlane)).Status.ShouldBe(201);
        (await PutAddressAsync("one", controlPlane)).Status.ShouldBe(403);
        (await Cloud.PostAsync($"{ClusterId("two")}/listClusterAdminCredential?api-version=2022-11-01", by: controlPlane)).ShouldBe(403);
    }

    [Fact]
    public async Task Identities_AreServedByTheirOwnMachinesOnly()
    {
        await RegisterPreviewAsync();
        var one = (await MakeClusterAsync("one")).Text("properties", "resourceUID")!;
        var two = (await MakeClusterAsync("two")).Text("properties", "resourceUID")!;
        Owners(one).Intersect(Owners(two)).ShouldBeEmpty();

        IEnumerable<string> Owners(string key) =>
            Engine.Nodes[key].Keys.Append($"control-plane-{key}").Select(name => Listeners.Open[name].OwnerResourceId);
    }

    private Task<ResourceManager.Testing.TestReply> PutAddressAsync(string cluster, ResourceManager.Testing.TestPrincipal by) => Cloud.PutAsync(
        $"{NodeGroupId(cluster)}/providers/Microsoft.Network/publicIPAddresses/a", """{"location":"westus2","sku":{"name":"Standard"},"properties":{"publicIPAllocationMethod":"Static"}}""", by);
}
