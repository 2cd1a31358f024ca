using System.Text.Json.Nodes;
using Verditer.Core;
using Verditer.ResourceManager;
using Verditer.ResourceManager.Testing;
using Verditer.Storage;

namespace Verditer.Providers.ManagedIdentity.Tests;

public sealed class AssociatedResourcesTests : CloudTest
{
    private string _group = null!;
    private string _identity = null!;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        _group = await Cloud.AddGroupAsync("RG1");
        _identity = $"{_group}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/who";
        await Cloud.MakeAsync(_identity, """{"location":"westus2"}""");
        foreach (var name in (string[])["alpha", "beta", "Gamma"])
        {
            await StoreAsync($"{_group}/providers/Microsoft.Web/sites/{name}", _identity.ToLowerInvariant());
        }

        await StoreAsync($"{_group}/providers/Microsoft.Compute/virtualMachines/delta", _identity);
        await StoreAsync($"{_group}/providers/Microsoft.Web/sites/stranger", _identity + "x");
    }

    [Fact]
    public async Task List_OfAnIdentity_ShowsWhatCarriesIt()
    {
        var list = (await ListAsync("")).ShouldBe(200);

        list.At("totalCount")!.GetValue<int>().ShouldBe(4);
        list.Items.Select(i => i.Text("name")).ShouldBe(["alpha", "beta", "delta", "Gamma"]);
        list.Items[0]!.ToJsonString().ShouldBe(
            $$"""{"id":"{{_group}}/providers/Microsoft.Web/sites/alpha","name":"alpha","type":"microsoft.web/sites","resourceGroup":"rg1","subscriptionId":"{{Cloud.SubscriptionId}}","subscriptionDisplayName":"Test"}""");
        list.At("nextLink").ShouldBeNull();
    }

    [Theory]
    [InlineData("$filter=type eq 'microsoft.web/sites' and contains(name, 'ETA')", "beta")]
    [InlineData("$filter=type eq 'Microsoft.Compute/virtualMachines' or (name eq 'alpha')", "alpha,delta")]
    [InlineData("$filter=resourceGroup eq 'other'", "")]
    [InlineData("$orderby=name desc", "Gamma,delta,beta,alpha")]
    [InlineData("$orderby=type asc&$top=1", "delta")]
    [InlineData("$skip=1&$top=2", "beta,delta")]
    [InlineData("$top=0", "")]
    public async Task List_WithAQuery_ShowsWhatItAsksFor(string query, string names) =>
        string.Join(',', (await ListAsync(query)).ShouldBe(200).Items.Select(i => i.Text("name"))).ShouldBe(names);

    [Theory]
    [InlineData("$filter=name gt 'a'")]
    [InlineData("$filter=name eq 'a' name")]
    [InlineData("$filter=location eq 'a'")]
    [InlineData("$orderby=location")]
    [InlineData("$top=-1")]
    [InlineData("$skip=x")]
    public async Task List_WithAQueryThatCannotBeRead_IsRefused(string query) => (await ListAsync(query)).ShouldBeRefused(400, "BadRequest");

    [Fact]
    public async Task List_InPages_ShowsAllByItsNextLinks()
    {
        List<string?> names = [];
        for (var link = Uri("$top=3"); link is not null;)
        {
            var page = (await Cloud.PostAsync(link)).ShouldBe(200);
            names.AddRange(page.Items.Select(i => i.Text("name")));
            link = page.Text("nextLink");
        }

        names.ShouldBe(["alpha", "beta", "delta", "Gamma"]);
    }

    [Fact]
    public async Task List_ByACallerWhoMayNotRead_IsRefused() =>
        (await Cloud.PostAsync(Uri(""), by: await Cloud.AddPrincipalAsync())).ShouldBeRefused(403, "AuthorizationFailed")
            .Message.ShouldContain("Microsoft.ManagedIdentity/userAssignedIdentities/listAssociatedResources/action");

    private Task<TestReply> ListAsync(string query) => Cloud.PostAsync(Uri(query));

    private string Uri(string query) => $"{_identity}/listAssociatedResources?{string.Join('&', query.Split('&', StringSplitOptions.RemoveEmptyEntries).Append("api-version=2022-01-31-preview"))}";

    private async Task StoreAsync(string id, string identity)
    {
        var body = new JsonObject
        {
            ["id"] = id,
            ["identity"] = new JsonObject { ["type"] = "UserAssigned", ["userAssignedIdentities"] = new JsonObject { [identity] = new JsonObject() } },
        };
        var batch = new WriteBatch().Put(StoredResource.Collection, id.ToLowerInvariant(), Json.ToBytes(body));
        (await Cloud.Store.CommitAsync(batch)).Committed.ShouldBeTrue();
    }
}
