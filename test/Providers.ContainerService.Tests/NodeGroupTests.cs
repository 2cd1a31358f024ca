using Verditer.Core;

namespace Verditer.Providers.ContainerService.Tests;

public sealed class NodeGroupTests : ClusterTest
{
    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        await RegisterPreviewAsync();
    }

    [Theory]
    [InlineData("taken", "taken")]
    [InlineData("TAKEN", "TAKEN")]
    [InlineData($"MC_{Group}_one_westus2", null)]
    public async Task Creation_WithANodeGroupThatExists_IsRefusedAndNothingIsTouched(string group, string? asked)
    {
        await Cloud.AddGroupAsync(group.ToLowerInvariant());
        var before = (await Cloud.GetAsync($"{Cloud.Subscription}/resourceGroups/{group}")).Body!.ToJsonString();

        (await PutClusterAsync("one", b => b["properties"]!["nodeResourceGroup"] = asked)).ShouldBeRefused(400, "NodeResourceGroupAlreadyExists",
            $"Node resource group '{group}' under subscription '{Cloud.Subscription.Split('/')[^1]}' already exists, please provide a new one.");

        await Cloud.RunOperationsAsync();
        (await Cloud.GetAsync(ClusterId("one"))).ShouldBe(404);
        (await Cloud.GetAsync($"{Cloud.Subscription}/resourceGroups/{group}")).Body!.ToJsonString().ShouldBe(before);
        Cloud.Get<IDirectory>().FindManagedIdentity(ClusterId("one")).ShouldBeNull();
    }

    [Fact]
    public async Task Creation_InItsOwnNodeGroup_IsRefused() =>
        (await PutClusterAsync("one", b => b["properties"]!["nodeResourceGroup"] = Group.ToUpperInvariant())).ShouldBeRefused(400, "NodeResourceGroupSameAsResourceGroup",
            $"Node resource group '{Group.ToUpperInvariant()}' is the same as ResourceGroup '{Group}', which is not allowed, please provide a different node resource group.");

    [Fact]
    public async Task Clusters_ThatWouldBeEachOthersNodeGroup_AreNotMade()
    {
        await PutClusterAsync("one", b => b["properties"]!["nodeResourceGroup"] = "ring");
        (await Cloud.PutAsync($"{Cloud.Subscription}/resourceGroups/ring", """{"location":"westus2","managedBy":"ONE"}""".Replace("ONE", ClusterId("one")))).ShouldBe(201);
        var other = $"{Cloud.Subscription}/resourceGroups/ring/providers/Microsoft.ContainerService/managedClusters/two";

        (await Cloud.PutAsync($"{other}?api-version=2022-11-01", Body(b => b["properties"]!["nodeResourceGroup"] = Group))).ShouldBeRefused(400, "NodeResourceGroupAlreadyExists");

        (await Cloud.DeleteAsync(GroupId)).ShouldBe(202);
        await Cloud.RunOperationsAsync(TimeSpan.FromHours(1));
        (await Cloud.GetAsync(GroupId)).ShouldBe(404);
        (await Cloud.GetAsync($"{Cloud.Subscription}/resourceGroups/ring")).ShouldBe(404);
    }

    [Fact]
    public async Task Deletion_OfAClusterWhoseNodeGroupHoldsAnother_TakesBoth()
    {
        await MakeClusterAsync("one");
        var inner = $"{NodeGroupId("one")}/providers/Microsoft.ContainerService/managedClusters/two";
        (await Cloud.PutAsync($"{inner}?api-version=2022-11-01", Body())).ShouldBe(201);
        await Cloud.RunOperationsAsync();

        (await Cloud.DeleteAsync(ClusterId("one"))).ShouldBe(202);
        await Cloud.RunOperationsAsync(TimeSpan.FromHours(1));

        (await Cloud.GetAsync(ClusterId("one"))).ShouldBe(404);
        (await Cloud.GetAsync(NodeGroupId("one"))).ShouldBe(404);
        Engine.ControlPlanes.ShouldBeEmpty();
    }
}
