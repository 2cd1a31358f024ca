using Verditer.Core;

namespace Verditer.Providers.ContainerService.Tests;

public sealed class LockedNodeGroupTests : ClusterTest
{
    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        await RegisterPreviewAsync();
    }

    [Fact]
    public async Task ParentGroup_OfAClusterWhoseNodeGroupIsLocked_IsNotDeletedAndIsWritableAgain()
    {
        await MakeClusterAsync("one");
        var locked = $"{NodeGroupId("one")}/providers/Microsoft.Authorization/locks/l";
        (await Cloud.PutAsync(locked, """{"properties":{"level":"CanNotDelete"}}""")).ShouldBe(201);

        var location = (await Cloud.DeleteAsync(GroupId)).ShouldBe(202).Headers["Location"];
        await Cloud.RunOperationsAsync(TimeSpan.FromHours(1));

        var refusal = (await Cloud.GetAsync(location)).ShouldBeRefused(409, "ResourceGroupDeletionBlocked");
        refusal.Message.ShouldContain("'Microsoft.ContainerService/managedClusters/one'");
        refusal.At("error", "details")!.AsArray()[0].Text("target").ShouldBe(ClusterId("one"));
        refusal.At("error", "details")!.AsArray()[0].Text("code").ShouldBe("ScopeLocked");
        (await Cloud.GetAsync(GroupId)).Text("properties", "provisioningState").ShouldBe("Succeeded");
        (await DeletionsAsync()).ShouldBeLessThan(10);

        (await Cloud.DeleteAsync(locked)).ShouldBe(200);
        (await Cloud.DeleteAsync(GroupId)).ShouldBe(202);
        await Cloud.RunOperationsAsync();
        (await Cloud.GetAsync(GroupId)).ShouldBe(404);
    }

    private async Task<int> DeletionsAsync()
    {
        var page = await Cloud.Store.ListAsync("operations", cancellationToken: TestContext.Current.CancellationToken);
        return page.Documents.Select(d => Json.ParseObject(d.Body.Span))
            .Count(o => o.Text("resourceId") == ClusterId("one") && o.Text("kind")!.Contains("delete", StringComparison.OrdinalIgnoreCase));
    }
}
