using System.Text.Json.Nodes;
using Verditer.ResourceManager.Testing;

namespace Verditer.ResourceManager.Tests;

/// <summary>Names of tags and ids of identities, which are the same in any case.</summary>
public sealed class StoredKeyTests : CloudTest
{
    private string _group = null!;

    private string Table => $"{_group}/providers/Microsoft.Network/routeTables/t";

    private string Gateway => $"{_group}/providers/Microsoft.Network/applicationGateways/a";

    private string Identity => $"{_group}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/Who";

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        _group = await Cloud.AddGroupAsync();
    }

    [Fact]
    public async Task Patch_OfATagInAnotherCase_ChangesAndTakesAwayTheSame()
    {
        await Cloud.MakeAsync(Table, """{"location":"westus2","tags":{"Env":"a","other":"x"}}""");

        (await Cloud.PatchAsync(Table, """{"tags":{"ENV":"b"}}""")).ShouldBe(200).At("tags")!.ToJsonString().ShouldBe("""{"Env":"b","other":"x"}""");
        (await Cloud.PatchAsync(Table, """{"tags":{"env":null}}""")).ShouldBe(200).At("tags")!.ToJsonString().ShouldBe("""{"other":"x"}""");
        (await Cloud.PatchAsync(Table, """{"tags":{"Other":"y","OTHER":"z"}}""")).ShouldBeRefused(400, "InvalidTagName");
    }

    [Fact]
    public async Task Patch_ThatTakesAwayAnIdentityInAnotherCase_TakesItAway()
    {
        await Cloud.MakeAsync(Gateway, Assigning(Identity));

        var merged = (await Cloud.PatchAsync(Gateway, Assigning(Identity.ToUpperInvariant()))).ShouldBe(200);
        merged.At("identity", "userAssignedIdentities")!.AsObject().Select(one => one.Key).ShouldBe([Identity]);

        var taken = (await Cloud.PatchAsync(Gateway, Assigning(Identity.ToLowerInvariant()).Replace("{}", "null", StringComparison.Ordinal))).ShouldBe(200);
        taken.At("identity", "userAssignedIdentities")!.AsObject().ShouldBeEmpty();
    }

    [Fact]
    public async Task Put_OfAnIdentityTwice_IsOneIdentity()
    {
        var made = await Cloud.MakeAsync(Gateway, Assigning(Identity, Identity.ToLowerInvariant()));

        made.At("identity", "userAssignedIdentities")!.AsObject().Count.ShouldBe(1);
    }

    private static string Assigning(params string[] ids) => new JsonObject
    {
        ["location"] = "westus2",
        ["identity"] = new JsonObject { ["type"] = "UserAssigned", ["userAssignedIdentities"] = new JsonObject(ids.Select(id => KeyValuePair.Create(id, (JsonNode?)new JsonObject()))) },
    }.ToJsonString();
}
