using Verditer.Core;
using Verditer.Operations;
using Verditer.ResourceManager.Testing;
using Verditer.Storage;

namespace Verditer.ResourceManager.Tests;

public sealed class GroupDeletionTests : CloudTest
{
    protected override TestCloudOptions Options => TestProvider.Options;

    private const string Network = """{"location":"westus2","properties":{"addressSpace":{"addressPrefixes":["10.0.0.0/16"]},"subnets":[{"name":"s","properties":{"addressPrefix":"10.0.0.0/24","networkSecurityGroup":{"id":"GROUP"}}}]}}""";

    [Fact]
    public async Task Delete_OfAGroup_TakesItsContentsInOrderAndItsRoleAssignments()
    {
        var group = await FillAsync();
        var reader = await Cloud.AddPrincipalWithRoleAsync("Reader", group);
        await Cloud.AssignAsync(reader.ObjectId, "Reader", $"{group}/providers/Microsoft.Network/virtualNetworks/v");

        var reply = (await Cloud.DeleteAsync(group)).ShouldBe(202);
        (await Cloud.GetAsync(reply.Headers["Location"])).ShouldBe(202);
        (await Cloud.GetAsync(group)).Text("properties", "provisioningState").ShouldBe("Deleting");
        await Cloud.RunOperationsAsync();

        (await Cloud.GetAsync(reply.Headers["Location"])).ShouldBe(200);
        (await Cloud.GetAsync(group)).ShouldBeRefused(404, "ResourceGroupNotFound", "Resource group 'rg1' could not be found.");
        (await Cloud.Get<ResourceStore>().ListBelowAsync(ResourceId.Parse(group))).ShouldBeEmpty();
        (await Cloud.GetAsync(group, reader)).ShouldBeRefused(403, "AuthorizationFailed");
    }

    [Fact]
    public async Task Delete_OfAGroup_LeavesAGroupWhoseNameBeginsTheSame()
    {
        var group = await FillAsync();
        var other = await Cloud.AddGroupAsync("rg10");
        await Cloud.PutAsync($"{other}/providers/Microsoft.Network/routeTables/t", """{"location":"westus2"}""");

        (await Cloud.DeleteAsync(group)).ShouldBe(202);
        await Cloud.RunOperationsAsync();

        (await Cloud.GetAsync($"{other}/providers/Microsoft.Network/routeTables/t")).ShouldBe(200);
    }

    [Fact]
    public async Task Delete_KilledInTheMiddle_IsCompletedByTheNextStart()
    {
        var group = await FillAsync();
        (await Cloud.DeleteAsync(group)).ShouldBe(202);
        await Cloud.StepAsync();
        var left = await Cloud.Get<ResourceStore>().ListBelowAsync(ResourceId.Parse(group));
        left.Select(r => r.Id.Name).ShouldContain("g");
        left.Select(r => r.Id.Name).ShouldNotContain("b");

        await Cloud.KillAndRestartAsync();
        (await Cloud.RunningAsync()).Count.ShouldBe(1);
        await Cloud.RunOperationsAsync();

        (await Cloud.GetAsync(group)).ShouldBe(404);
        (await Cloud.Get<ResourceStore>().ListBelowAsync(ResourceId.Parse(group))).ShouldBeEmpty();
    }

    [Fact]
    public async Task Put_IntoAGroupThatIsBeingDeleted_IsRefused()
    {
        var group = await FillAsync();
        await Cloud.DeleteAsync(group);
        const string Text = "The resource group 'rg1' is in deprovisioning state and cannot perform this operation.";

        (await Cloud.PutAsync($"{group}/providers/Microsoft.Network/routeTables/t", """{"location":"westus2"}""")).ShouldBeRefused(409, "ResourceGroupBeingDeleted", Text);
        (await Cloud.PutAsync(group, """{"location":"westus2"}""")).ShouldBeRefused(409, "ResourceGroupBeingDeleted", Text);
    }

    [Fact]
    public async Task Delete_ByACallerWhoseRoleGoesWithTheGroup_CanBeFollowed()
    {
        var group = await FillAsync();
        var caller = await Cloud.AddPrincipalWithRoleAsync("Contributor", group);

        var location = (await Cloud.DeleteAsync(group, caller)).ShouldBe(202).Headers["Location"];
        await Cloud.RunOperationsAsync();

        (await Cloud.GetAsync(location, caller)).ShouldBe(200);
        (await Cloud.GetAsync(location, await Cloud.AddPrincipalAsync())).ShouldBeRefused(404, "OperationNotFound");
    }

    [Fact]
    public async Task Delete_WithAResourceThatCannotGo_FailsWithItsReasonAndTheGroupStays()
    {
        var group = await FillAsync();
        var other = await Cloud.AddGroupAsync("other");
        await Cloud.MakeAsync($"{other}/providers/Microsoft.Network/virtualNetworks/w", Network.Replace("GROUP", $"{group}/providers/Microsoft.Network/networkSecurityGroups/g"));

        var location = (await Cloud.DeleteAsync(group)).ShouldBe(202).Headers["Location"];
        await Cloud.RunOperationsAsync();

        var refusal = (await Cloud.GetAsync(location)).ShouldBeRefused(409, "ResourceGroupDeletionBlocked");
        refusal.Message.ShouldContain("'Microsoft.Network/networkSecurityGroups/g'");
        refusal.At("error", "details")!.AsArray()[0].Text("code").ShouldBe("InUseNetworkSecurityGroupCannotBeDeleted");
        (await Cloud.GetAsync(group)).ShouldBe(200).Text("properties", "provisioningState").ShouldBe("Succeeded");
    }

    [Fact]
    public async Task Delete_WithAResourceWhoseDeletionFailsLater_EndsAndTheGroupIsWritable()
    {
        var group = await FillAsync();
        var stuck = $"{group}/providers/{TestProvider.Name}/clusters/stuck";
        await AddClusterAsync(group, "stuck");
        await AddClusterAsync(group, "c");

        var location = (await Cloud.DeleteAsync(group)).ShouldBe(202).Headers["Location"];
        await Cloud.RunOperationsAsync(TimeSpan.FromMinutes(10));

        var refusal = (await Cloud.GetAsync(location)).ShouldBeRefused(409, "ResourceGroupDeletionBlocked");
        refusal.Message.ShouldStartWith($"Deletion of resource group 'rg1' failed as resources with identifiers '{TestProvider.Name}/clusters/stuck' could not be deleted.");
        var detail = refusal.At("error", "details")!.AsArray().ShouldHaveSingleItem();
        (detail.Text("code"), detail.Text("message"), detail.Text("target")).ShouldBe(("Conflict", "stuck cannot be deleted.", stuck));
        (await DeletionsOfAsync(stuck)).ShouldBe(DeletionRound.MostWithoutProgress + 1);
        (await Cloud.GetAsync(group)).ShouldBe(200).Text("properties", "provisioningState").ShouldBe("Succeeded");
        await Cloud.MakeAsync($"{group}/providers/Microsoft.Network/routeTables/t", """{"location":"westus2"}""");
    }

    [Fact]
    public async Task Delete_WithAResourceWhoseDeletionSucceedsInTheEnd_Completes()
    {
        var group = await FillAsync();
        await AddClusterAsync(group, "late");

        var location = (await Cloud.DeleteAsync(group)).ShouldBe(202).Headers["Location"];
        await Cloud.RunOperationsAsync(TimeSpan.FromMinutes(10));

        (await Cloud.GetAsync(location)).ShouldBe(200);
        (await Cloud.GetAsync(group)).ShouldBe(404);
    }

    [Fact]
    public async Task Delete_OfAResourceThatSomebodyIsDeletingAlready_Completes()
    {
        var group = await FillAsync();
        await AddClusterAsync(group, "c");
        (await Cloud.DeleteAsync($"{group}/providers/{TestProvider.Name}/clusters/c")).ShouldBe(202);

        (await Cloud.DeleteAsync(group)).ShouldBe(202);
        await Cloud.RunOperationsAsync(TimeSpan.FromMinutes(10));

        (await Cloud.GetAsync(group)).ShouldBe(404);
    }

    [Fact]
    public async Task Delete_OfAGroupThatIsBeingDeleted_BeginsNoOperationAndSparesTheNextGroup()
    {
        var group = await FillAsync();
        await AddClusterAsync(group, "c");

        var first = (await Cloud.DeleteAsync(group)).ShouldBe(202).Headers["Location"];
        var second = (await Cloud.DeleteAsync(group)).ShouldBe(202).Headers["Location"];
        (await Cloud.RunningAsync()).Count(o => o.Text("kind") == GroupDeletion.KindName).ShouldBe(1);
        await RunUntilEndedAsync(first);
        await FillAsync();
        await Cloud.RunOperationsAsync();

        second.ShouldBe(first);
        (await Cloud.GetAsync($"{group}/providers/Microsoft.Network/networkSecurityGroups/g")).ShouldBe(200);
    }

    [Fact]
    public async Task Delete_ByTwoCallersWhoseRolesGoWithTheGroup_CanBeFollowedByBoth()
    {
        var group = await FillAsync();
        await AddClusterAsync(group, "c");
        var other = await Cloud.AddPrincipalWithRoleAsync("Contributor", group);

        var first = (await Cloud.DeleteAsync(group)).ShouldBe(202).Headers["Location"];
        var second = (await Cloud.DeleteAsync(group, other)).ShouldBe(202).Headers["Location"];
        (await Cloud.GetAsync(second, other)).ShouldBe(202);
        await RunUntilEndedAsync(first);
        await FillAsync();
        await Cloud.RunOperationsAsync();

        (await Cloud.GetAsync(second, other)).ShouldBe(200);
        (await Cloud.GetAsync($"{group}/providers/Microsoft.Network/networkSecurityGroups/g")).ShouldBe(200);
    }

    [Fact]
    public async Task Delete_RepeatedByAFurtherCaller_IsFollowedByOneOperation()
    {
        var group = await FillAsync();
        await AddClusterAsync(group, "c");
        var (other, third) = (await Cloud.AddPrincipalWithRoleAsync("Contributor", group), await Cloud.AddPrincipalWithRoleAsync("Contributor", group));

        await Cloud.DeleteAsync(group);
        var locations = new List<string>();
        foreach (var caller in new[] { other, other, third, other })
        {
            locations.Add((await Cloud.DeleteAsync(group, caller)).ShouldBe(202).Headers["Location"]);
        }

        locations.Distinct().ShouldBe([locations[0], locations[2]]);
        (await Cloud.RunningAsync()).Count(o => o.Text("kind") == "resources/follow").ShouldBe(2);
    }

    [Fact]
    public async Task Delete_ByTwoCallers_EndsForBothAsItFails()
    {
        var group = await FillAsync();
        await AddClusterAsync(group, "stuck");
        var other = await Cloud.AddPrincipalWithRoleAsync("Contributor", group);

        await Cloud.DeleteAsync(group);
        var second = (await Cloud.DeleteAsync(group, other)).ShouldBe(202).Headers["Location"];
        await Cloud.RunOperationsAsync(TimeSpan.FromMinutes(10));

        (await Cloud.GetAsync(second, other)).ShouldBeRefused(409, "ResourceGroupDeletionBlocked");
    }

    [Fact]
    public async Task Deletion_OfAGroupThatIsNotBeingDeleted_LeavesIt()
    {
        var group = await FillAsync();
        var batch = new WriteBatch();
        var stale = Cloud.Get<IOperations>().Start(
            batch, new(GroupDeletion.KindName, Cloud.TenantId, Cloud.SubscriptionId, "Microsoft.Resources", "westus2", group, []));
        await Cloud.Store.CommitAsync(batch, TestContext.Current.CancellationToken);
        await Cloud.RunOperationsAsync();

        (await Cloud.Get<IOperations>().FindAsync(stale.Id, TestContext.Current.CancellationToken))!.Status.ShouldBe(OperationStatus.Canceled);
        (await Cloud.GetAsync($"{group}/providers/Microsoft.Network/networkSecurityGroups/g")).ShouldBe(200);
    }

    /// <summary>What others are about to do is still to come.</summary>
    private async Task RunUntilEndedAsync(string location)
    {
        while ((await Cloud.GetAsync(location)).Status == 202)
        {
            await Cloud.StepAsync();
        }
    }

    private async Task AddClusterAsync(string group, string name)
    {
        await Cloud.PostAsync($"{Cloud.Subscription}/providers/{TestProvider.Name}/register");
        await Cloud.RunOperationsAsync();
        await Cloud.MakeAsync($"{group}/providers/{TestProvider.Name}/clusters/{name}", """{"location":"westus2"}""");
    }

    private async Task<int> DeletionsOfAsync(string id)
    {
        var page = await Cloud.Store.ListAsync("operations");
        return page.Documents.Select(d => Json.ParseObject(d.Body.Span)).Count(o => o.Text("resourceId") == id && o.Text("state", "work") == "delete");
    }

    private async Task<string> FillAsync()
    {
        var group = await Cloud.AddGroupAsync();
        var security = $"{group}/providers/Microsoft.Network/networkSecurityGroups/g";
        await Cloud.MakeAsync(security, """{"location":"westus2"}""");
        await Cloud.MakeAsync($"{group}/providers/Microsoft.Network/loadBalancers/b", """{"location":"westus2"}""");
        await Cloud.MakeAsync($"{group}/providers/Microsoft.Network/virtualNetworks/v", Network.Replace("GROUP", security));
        return group;
    }
}
