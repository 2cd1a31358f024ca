using Verditer.Core;
using Verditer.ResourceManager;
using Verditer.ResourceManager.Testing;
using Verditer.Storage;

namespace Verditer.Providers.Authorization.Tests;

public sealed class DenyAssignmentTests : CloudTest
{
    private string _group = null!;
    private ResourceId _id = null!;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        _group = await Cloud.AddGroupAsync();
        var arm = Cloud.FirstParty(SubscriptionService.ResourceManagerAppId);
        _id = DenyAssignmentDocument.IdFor(ResourceId.Parse(_group), "test");
        var body = DenyAssignmentDocument.Body(
            _id, "Protected", "by a test", ["*/write", "*/delete"], [], [Cloud.Get<IDirectory>().FindPrincipal(Cloud.TenantId, arm.ObjectId)!], Cloud.Clock.GetUtcNow());
        var batch = new WriteBatch();
        DenyAssignmentDocument.Put(batch, _id, body);
        await Cloud.Store.CommitAsync(batch);
    }

    [Fact]
    public async Task Write_UnderADenyAssignment_IsRefusedWithItsNameAndId()
    {
        var table = $"{_group}/providers/Microsoft.Network/routeTables/t";

        var reply = await Cloud.PutAsync(table, """{"location":"westus2"}""");

        reply.ShouldBeRefused(403, "DenyAssignmentAuthorizationFailed",
            $"The client '{Cloud.Owner.ClientId}' with object id '{Cloud.Owner.ObjectId}' has permission to perform action 'Microsoft.Network/routeTables/write' on scope '{table}'; however, the access is denied because of the deny assignment with name 'Protected' and Id '{_id.Name.Replace("-", "")}' at scope '{_group}'.");
        (await Cloud.GetAsync(_group)).ShouldBe(200);
    }

    [Fact]
    public async Task Write_OfAnExcludedPrincipal_Passes()
    {
        var arm = Cloud.FirstParty(SubscriptionService.ResourceManagerAppId);

        (await Cloud.PutAsync($"{_group}/providers/Microsoft.Network/routeTables/t", """{"location":"westus2"}""", arm)).Status.ShouldBeInRange(200, 201);
    }

    [Fact]
    public async Task List_FindsItAtItsScopeAndBelow()
    {
        await Cloud.MakeAsync($"{_group}/providers/Microsoft.Network/routeTables/t", """{"location":"westus2"}""", Cloud.FirstParty(SubscriptionService.ResourceManagerAppId));

        (await ListAsync(_group, "")).ShouldBe(["Protected"]);
        (await ListAsync($"{_group}/providers/Microsoft.Network/routeTables/t", "atScope()")).ShouldBe(["Protected"]);
        (await ListAsync(Cloud.Subscription, "")).ShouldBe(["Protected"]);
        (await ListAsync(Cloud.Subscription, "atScope()")).ShouldBeEmpty();
        (await ListAsync(_group, "denyAssignmentName eq 'Other'")).ShouldBeEmpty();
        (await ListAsync(_group, $"assignedTo('{Cloud.Owner.ObjectId}')")).ShouldBe(["Protected"]);
        (await Cloud.GetAsync(_id.Text)).ShouldBe(200).At("properties", "isSystemProtected")!.GetValue<bool>().ShouldBeTrue();
    }

    [Theory]
    [InlineData("2024-07-01-preview")]
    [InlineData("2022-04-01")]
    [InlineData("2018-07-01-preview")]
    public async Task Read_WithEveryApiVersionThatClientsSend_Succeeds(string apiVersion)
    {
        var free = await Cloud.AddGroupAsync("rg2");

        (await Cloud.GetAsync($"{_group}/providers/Microsoft.Authorization/denyAssignments?api-version={apiVersion}")).ShouldBe(200).Items.ShouldHaveSingleItem();
        (await Cloud.PutAsync($"{free}/providers/Microsoft.Authorization/denyAssignments/{Guid.NewGuid()}?api-version={apiVersion}", """{"properties":{}}"""))
            .ShouldBeRefused(405, "MethodNotAllowed");
    }

    [Fact]
    public async Task PutAndDelete_ByAUser_AreRefused()
    {
        var free = await Cloud.AddGroupAsync("rg2");

        (await Cloud.DeleteAsync(_id.Text)).ShouldBeRefused(403, "DenyAssignmentAuthorizationFailed");
        (await Cloud.PutAsync($"{free}/providers/Microsoft.Authorization/denyAssignments/{Guid.NewGuid()}", """{"properties":{}}""")).ShouldBeRefused(405, "MethodNotAllowed");
    }

    private async Task<IEnumerable<string?>> ListAsync(string scope, string filter) =>
        (await Cloud.GetAsync($"{scope}/providers/Microsoft.Authorization/denyAssignments?$filter={Uri.EscapeDataString(filter)}")).ShouldBe(200)
            .Items.Select(d => d.Text("properties", "denyAssignmentName"));
}
