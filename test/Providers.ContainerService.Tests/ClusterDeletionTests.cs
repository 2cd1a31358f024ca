using Verditer.Core;
using Verditer.Operations;
using Verditer.ResourceManager;
using Verditer.Storage;

namespace Verditer.Providers.ContainerService.Tests;

public sealed class ClusterDeletionTests : ClusterTest
{
    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        await RegisterPreviewAsync();
    }

    [Fact]
    public async Task Deletion_Ended_LeavesNothingOfTheCluster()
    {
        var cluster = await MakeClusterAsync("one");
        var principal = Cloud.IdentityOf(ClusterId("one"));
        var kubelet = cluster.Text("properties", "identityProfile", "kubeletidentity", "resourceId")!;
        var token = await Cloud.TokenAsync(principal);
        (await Cloud.DeleteAsync(ClusterId("one"))).ShouldBe(202);
        await Cloud.RunOperationsAsync();

        (await Cloud.GetAsync(ClusterId("one"))).ShouldBe(404);
        (await Cloud.GetAsync(NodeGroupId("one"))).ShouldBe(404);
        var directory = Cloud.Get<IDirectory>();
        directory.FindManagedIdentity(ClusterId("one")).ShouldBeNull();
        directory.FindManagedIdentity(kubelet).ShouldBeNull();
        directory.FindServicePrincipal(Cloud.TenantId, cluster.Text("properties", "servicePrincipalProfile", "clientId")!).ShouldBeNull();
        (await Cloud.Store.ListAsync("cluster-principals", cancellationToken: TestContext.Current.CancellationToken)).Documents.ShouldBeEmpty();
        Engine.ControlPlanes.ShouldBeEmpty();
        Listeners.Open.ShouldBeEmpty();
        CloudProviders.Running.ShouldBeEmpty();
        var refused = await Cloud.SendAsync("GET", Cloud.Subscription, change: r => r with { Token = token });
        refused.Status.ShouldBe(401);
    }

    [Fact]
    public async Task GivenPrincipal_OfADeletedCluster_Stays()
    {
        var given = await MakeApplicationAsync(TimeSpan.FromDays(30));
        await MakeClusterAsync("old", WithPrincipal(given.AppId, given.Secret));
        await Cloud.DeleteAsync(ClusterId("old"));
        await Cloud.RunOperationsAsync();
        Cloud.Get<IDirectory>().FindServicePrincipal(Cloud.TenantId, given.AppId).ShouldNotBeNull();
    }

    [Fact]
    public async Task ParentGroup_Deleted_TakesClusterNodeGroupAndIdentities()
    {
        await MakeClusterAsync("one");
        (await Cloud.DeleteAsync(GroupId)).ShouldBe(202);
        await Cloud.RunOperationsAsync();
        (await Cloud.GetAsync(GroupId)).ShouldBe(404);
        (await Cloud.GetAsync(NodeGroupId("one"))).ShouldBe(404);
        Cloud.Get<IDirectory>().FindManagedIdentity(ClusterId("one")).ShouldBeNull();
        Engine.ControlPlanes.ShouldBeEmpty();
    }

    [Fact]
    public async Task Deletion_DuringCreation_EndsTheCreationAndTheCluster()
    {
        var reached = new TaskCompletionSource();
        var go = new TaskCompletionSource();
        Engine.BeforeCreate = () =>
        {
            reached.TrySetResult();
            return go.Task;
        };
        var creation = (await PutClusterAsync("one")).ShouldBe(201);
        await reached.Task;
        (await Cloud.DeleteAsync(ClusterId("one"))).ShouldBe(202);
        go.SetResult();
        await Cloud.RunOperationsAsync();
        (await Cloud.GetAsync(creation.Headers["Azure-AsyncOperation"])).Text("status").ShouldBe("Failed");
        (await Cloud.GetAsync(ClusterId("one"))).ShouldBe(404);
        (await Cloud.GetAsync(NodeGroupId("one"))).ShouldBe(404);
        Engine.ControlPlanes.ShouldBeEmpty();
    }

    [Fact]
    public async Task Deletion_BlockedByALock_FailsAndSaysSo()
    {
        await MakeClusterAsync("one");
        (await Cloud.PutAsync($"{NodeGroupId("one")}/providers/Microsoft.Authorization/locks/keep?api-version=2020-05-01", """{"properties":{"level":"CanNotDelete"}}""")).Status.ShouldBeInRange(200, 201);
        var reply = (await Cloud.DeleteAsync(ClusterId("one"))).ShouldBe(202);
        await Cloud.RunOperationsAsync();
        (await Cloud.GetAsync(reply.Headers["Azure-AsyncOperation"])).Text("error", "code").ShouldBe("ScopeLocked");
        (await Cloud.GetAsync(ClusterId("one"))).Text("properties", "provisioningState").ShouldBe("Failed");
    }

    [Fact]
    public async Task Deletion_AskedForTwice_SparesTheClusterThatIsMadeNext()
    {
        await MakeClusterAsync("one");
        var other = await Cloud.AddPrincipalWithRoleAsync("Contributor");
        var first = (await Cloud.DeleteAsync(ClusterId("one"))).ShouldBe(202).Headers["Azure-AsyncOperation"];
        var second = (await Cloud.DeleteAsync(ClusterId("one"))).ShouldBe(202).Headers["Azure-AsyncOperation"];
        var third = (await Cloud.DeleteAsync(ClusterId("one"), other)).ShouldBe(202).Headers["Azure-AsyncOperation"];
        while ((await Cloud.GetAsync(first)).Text("status") == "InProgress")
        {
            await Cloud.StepAsync();
        }

        await MakeClusterAsync("one");

        (second.Split('?')[0], (await Cloud.GetAsync(third, other)).Text("status")).ShouldBe((first.Split('?')[0], "Succeeded"));
        (await Cloud.GetAsync(ClusterId("one"))).ShouldBe(200);
        (await Cloud.GetAsync(NodeGroupId("one"))).ShouldBe(200);
    }

    [Theory]
    [InlineData("Succeeded", null)]
    [InlineData("Deleting", "0123456789abcdef01234567")]
    public async Task Deletion_OfAnotherClusterOfThatName_LeavesThisOne(string state, string? key)
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        await MakeClusterAsync("one");
        var stored = (await Cloud.Get<ResourceStore>().FindAsync(ResourceId.Parse(ClusterId("one")), cancellationToken))!;
        var cluster = ClusterView.Of(stored);
        var batch = new WriteBatch();
        Cloud.Get<IOperations>().Start(batch, Stale(cluster, key ?? cluster.Key));
        cluster.Properties["provisioningState"] = state;
        ResourceStore.Put(batch, stored.Id, cluster.Body, stored);
        (await Cloud.Store.CommitAsync(batch, cancellationToken)).Committed.ShouldBeTrue();
        await Cloud.RunOperationsAsync();

        (await Cloud.GetAsync(ClusterId("one"))).ShouldBe(200).Text("properties", "provisioningState").ShouldBe(state);
        (await Cloud.GetAsync(NodeGroupId("one"))).ShouldBe(200);
        Cloud.Get<IDirectory>().FindManagedIdentity(ClusterId("one")).ShouldNotBeNull();
        Engine.ControlPlanes.Keys.ShouldBe([cluster.Key]);
    }

    private NewOperation Stale(ClusterView cluster, string key)
    {
        var other = new ClusterView(cluster.Id, cluster.Body.Copy());
        other.Properties["resourceUID"] = key;
        return DeleteCluster.Start(Cloud.Get<SubscriptionIndex>().Find(Cloud.SubscriptionId)!, other);
    }
}
