using System.Text.Json.Nodes;
using Verditer.Core;
using Verditer.ResourceManager;
using Verditer.ResourceManager.Testing;
using Verditer.Storage;

namespace Verditer.Providers.Management.Tests;

/// <summary>A hierarchy is a tree, whoever changes it at the same time, and one that is stored otherwise does no harm.</summary>
public sealed class HierarchyTests : CloudTest
{
    private const string Groups = "/providers/Microsoft.Management/managementGroups";

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        await Cloud.PostAsync("/providers/Microsoft.Authorization/elevateAccess");
        await Cloud.AssignAsync(Cloud.Owner.ObjectId, "Owner", $"{Groups}/{Cloud.TenantId}");
        await MakeAsync("a");
        await MakeAsync("b");
    }

    [Fact]
    public async Task Moves_IntoEachOtherAtOnce_MakeNoCircle()
    {
        for (var round = 0; round < 10; round++)
        {
            var moves = await Task.WhenAll(Task.Run(() => MoveAsync("a", "b")), Task.Run(() => MoveAsync("b", "a")));

            moves.Select(m => m.Status).Order().ShouldBe([200, 400]);
            (await Cloud.GetAsync($"{Groups}/{Cloud.TenantId}/descendants")).Names.ShouldContain("a");
            (await MoveAsync("a", Cloud.TenantId)).ShouldBe(200);
            (await MoveAsync("b", Cloud.TenantId)).ShouldBe(200);
        }
    }

    [Fact]
    public async Task Moves_ToTheLastLevelAtOnce_DoNotExceedIt()
    {
        await MakeAsync("c1", "a");
        await MakeAsync("c2", "c1");
        await MakeAsync("c3", "c2");
        await MakeAsync("d1", "b");
        await MakeAsync("d2", "d1");

        await Task.WhenAll(Task.Run(() => MoveAsync("d1", "c3")), Task.Run(() => MoveAsync("a", "d2")), Task.Run(() => MakeAsync("e", "c3")), Task.Run(() => MakeAsync("f", "d2")));

        (await Cloud.PostAsync("/providers/Microsoft.Management/getEntities")).ShouldBe(200).Items
            .Select(e => e.At("properties", "parentNameChain")!.AsArray().Count).ShouldAllBe(above => above <= 6);
    }

    [Fact]
    public async Task Deletion_WhileAGroupIsMovedIntoIt_LeavesNoOrphan()
    {
        for (var round = 0; round < 10; round++)
        {
            await Task.WhenAll(Task.Run(() => MoveAsync("a", "b")), Task.Run(() => Cloud.DeleteAsync($"{Groups}/b")));

            (await Cloud.GetAsync($"{Groups}/{Cloud.TenantId}/descendants")).Names.ShouldContain("a");
            await MoveAsync("a", Cloud.TenantId);
            await MakeAsync("b");
        }
    }

    [Fact]
    public async Task Circle_ThatIsStored_EndsEveryWalkAndCanBeTakenApart()
    {
        await MakeAsync("c", "a");
        await StoreParentAsync("a", "b");
        await StoreParentAsync("b", "a");
        await Cloud.RestartAsync();

        (await Cloud.GetAsync($"{Groups}/a?$expand=children&$recurse=true")).ShouldBe(200);
        (await Cloud.GetAsync($"{Groups}/a/descendants")).ShouldBe(200).Names.ShouldContain("c");
        (await Cloud.PostAsync("/providers/Microsoft.Management/getEntities")).ShouldBe(200);
        (await MakeAsync("d", "c")).ShouldBeRefused(400, "ExceedingMaxDepth");
        (await MoveAsync("c", "b")).ShouldBeRefused(400, "ExceedingMaxDepth");
        (await MoveAsync("c", Cloud.TenantId)).ShouldBe(200);
        (await MoveAsync("a", Cloud.TenantId)).ShouldBe(200);
        (await Cloud.GetAsync($"{Groups}/{Cloud.TenantId}/descendants")).Names.ShouldBe(["a", "b", "c", Cloud.SubscriptionId]);
    }

    [Fact]
    public async Task Creations_OfOneNameByTwoTenantsAtOnce_MakeItForOne()
    {
        var stranger = await Cloud.AddPrincipalAsync(await Cloud.AddTenantAsync());

        for (var round = 0; round < 10; round++)
        {
            var name = $"shared{round}";
            var replies = await Task.WhenAll(Task.Run(() => MakeAsync(name)), Task.Run(() => MakeAsync(name, by: stranger)));

            replies.Select(r => r.Status).Order().ShouldBe([200, 409]);
            var (winner, loser) = replies[0].Status == 200 ? (Cloud.Owner, stranger) : (stranger, Cloud.Owner);
            (await Cloud.GetAsync($"{Groups}/{name}", winner)).ShouldBe(200).Text("properties", "tenantId").ShouldBe(winner.TenantId);
            (await Cloud.GetAsync($"{Groups}/{name}", loser)).Status.ShouldBeOneOf(403, 404);
        }
    }

    [Fact]
    public async Task Put_UnderAnotherTenantsId_IsRefused()
    {
        var other = await Cloud.AddTenantAsync();

        (await MakeAsync(other)).ShouldBeRefused(409, "Conflict");

        var administrator = await Cloud.AddPrincipalAsync(other);
        (await MakeAsync("theirs", by: administrator)).ShouldBe(200).Text("properties", "details", "parent", "name").ShouldBe(other);
    }

    private Task<TestReply> MakeAsync(string name, string? parent = null, TestPrincipal? by = null) => Cloud.PutAsync(
        $"{Groups}/{name}", parent is null ? "{}" : """{"properties":{"details":{"parent":{"id":"PARENT"}}}}""".Replace("PARENT", $"{Groups}/{parent}"), by);

    private Task<TestReply> MoveAsync(string name, string parent) => Cloud.PatchAsync($"{Groups}/{name}", $$"""{"parentGroupId":"{{Groups}}/{{parent}}"}""");

    private async Task StoreParentAsync(string name, string parent)
    {
        var key = $"{Groups}/{name}".ToLowerInvariant();
        var body = Json.ParseObject((await Cloud.Store.GetAsync(StoredResource.Collection, key))!.Body.Span);
        body["properties"]!["details"]!["parent"] = new JsonObject { ["id"] = $"{Groups}/{parent}", ["name"] = parent };
        await Cloud.Store.CommitAsync(new WriteBatch().Put(StoredResource.Collection, key, Json.ToBytes(body)));
    }
}
