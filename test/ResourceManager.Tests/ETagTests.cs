using Verditer.ResourceManager.Testing;

namespace Verditer.ResourceManager.Tests;

public sealed class ETagTests : CloudTest
{
    private const string Body = """{"location":"westus2"}""";

    private string _table = null!;
    private string _account = null!;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        var group = await Cloud.AddGroupAsync();
        _table = $"{group}/providers/Microsoft.Network/routeTables/t";
        _account = $"{group}/providers/Microsoft.KeyVault/vaults/v";
    }

    [Fact]
    public async Task Write_WithTheETagThatWasRead_IsAcceptedAndChangesIt()
    {
        var first = (await Cloud.MakeAsync(_table, Body)).Text("etag")!;

        var second = (await SendAsync("PUT", ifMatch: first)).ShouldBe(200).Text("etag")!;

        second.ShouldNotBe(first);
        (await SendAsync("PUT", ifMatch: first)).ShouldBeRefused(412, "PreconditionFailed");
        (await SendAsync("DELETE", ifMatch: first)).ShouldBeRefused(412, "PreconditionFailed");
        (await SendAsync("PATCH", ifMatch: second)).ShouldBe(200);
    }

    [Fact]
    public async Task IfMatch_InWeakForm_IsTheSame()
    {
        var etag = (await Cloud.MakeAsync(_table, Body)).Text("etag")!;

        etag.ShouldStartWith("W/\"");
        (await SendAsync("PUT", ifMatch: etag[2..])).ShouldBe(200);
    }

    [Fact]
    public async Task IfMatch_OfWhatIsNotThere_IsRefused()
    {
        (await SendAsync("PUT", ifMatch: "*")).ShouldBeRefused(412, "PreconditionFailed");
        (await SendAsync("PUT", ifMatch: "\"1\"")).ShouldBeRefused(412, "PreconditionFailed");
        (await Cloud.GetAsync(_table)).ShouldBe(404);
    }

    [Fact]
    public async Task IfNoneMatch_OfAnything_LetsOnlyACreationPass()
    {
        (await SendAsync("PUT", ifNoneMatch: "*")).ShouldBe(201);
        (await SendAsync("PUT", ifNoneMatch: "*")).ShouldBeRefused(412, "PreconditionFailed");
    }

    [Fact]
    public async Task IfMatch_WithAList_FitsAnyOfIt()
    {
        var etag = (await Cloud.MakeAsync(_table, Body)).Text("etag")!;

        (await SendAsync("PUT", ifMatch: $"\"0\", {etag}")).ShouldBe(200);
    }

    [Fact]
    public async Task ETag_OfATypeWithoutOneInItsBody_IsInTheHeader()
    {
        const string Vault = """{"location":"westus2","properties":{"tenantId":"11111111-1111-1111-1111-111111111111","sku":{"family":"A","name":"standard"}}}""";
        await Cloud.PostAsync($"{Cloud.Subscription}/providers/Microsoft.KeyVault/register");
        await Cloud.RunOperationsAsync();
        var made = (await Cloud.PutAsync(_account, Vault)).ShouldBe(201).Headers["ETag"];

        (await Cloud.GetAsync(_account)).Headers["ETag"].ShouldBe(made);
        (await Cloud.SendAsync("PUT", _account, Vault, change: r => r with { IfMatch = made })).ShouldBe(200).Headers["ETag"].ShouldNotBe(made);
        (await Cloud.SendAsync("PUT", _account, Vault, change: r => r with { IfMatch = made })).ShouldBeRefused(412, "PreconditionFailed");
    }

    [Fact]
    public async Task Etag_OfAChild_GuardsTheChild()
    {
        var network = _table.Replace("routeTables/t", "virtualNetworks/v");
        await Cloud.MakeAsync(network, """{"location":"westus2","properties":{"addressSpace":{"addressPrefixes":["10.0.0.0/16"]}}}""");
        const string Subnet = """{"properties":{"addressPrefix":"10.0.0.0/24"}}""";
        var etag = (await Cloud.MakeAsync($"{network}/subnets/s", Subnet)).Text("etag")!;

        (await Cloud.SendAsync("PUT", $"{network}/subnets/s", Subnet, change: r => r with { IfMatch = etag })).ShouldBe(200);
        (await Cloud.SendAsync("PUT", $"{network}/subnets/s", Subnet, change: r => r with { IfMatch = etag })).ShouldBeRefused(412, "PreconditionFailed");
    }

    private Task<TestReply> SendAsync(string method, string? ifMatch = null, string? ifNoneMatch = null) =>
        Cloud.SendAsync(method, _table, method == "DELETE" ? null : Body, change: r => r with { IfMatch = ifMatch, IfNoneMatch = ifNoneMatch });
}
