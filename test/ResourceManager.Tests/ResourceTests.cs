using System.Text;
using Verditer.Core;
using Verditer.ResourceManager.Testing;

namespace Verditer.ResourceManager.Tests;

/// <summary>Resources of types without code: what is written is stored.</summary>
public sealed class ResourceTests : CloudTest
{
    private string _group = null!;
    private string _account = null!;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        _group = await Cloud.AddGroupAsync();
        _account = $"{_group}/providers/Microsoft.Storage/storageAccounts/acct";
    }

    [Fact]
    public async Task Put_OfATypeWithoutCode_StoresWhatWasSent()
    {
        const string Body = """{"location":"West US 2","sku":{"name":"Standard_LRS"},"kind":"StorageV2","tags":{"a":"b"},"properties":{"accessTier":"Hot"}}""";

        var made = (await Cloud.PutAsync(_account, Body)).ShouldBe(200);

        (made.Text("id"), made.Text("name"), made.Text("type")).ShouldBe((_account, "acct", "Microsoft.Storage/storageAccounts"));
        (made.Text("location"), made.Text("properties", "provisioningState")).ShouldBe(("westus2", "Succeeded"));
        (made.Text("sku", "name"), made.Text("properties", "accessTier"), made.Text("tags", "a")).ShouldBe(("Standard_LRS", "Hot", "b"));
        (await Cloud.GetAsync(_account)).ShouldBe(200).Body!.ToJsonString().ShouldBe(made.Body!.ToJsonString());
        (await Cloud.PutAsync(_account, Body)).ShouldBe(200);
    }

    [Fact]
    public async Task Put_WithReadOnlyProperties_AcceptsAndIgnoresThem()
    {
        var body = Account("\"creationTime\":\"2001-01-01T00:00:00Z\",\"accessTier\":\"Hot\"").Replace("{\"location\"", "{\"id\":\"/x\",\"name\":\"other\",\"type\":\"Other/type\",\"location\"");

        var made = (await Cloud.PutAsync(_account, body)).ShouldBe(200);

        made.At("properties", "creationTime").ShouldBeNull();
        (made.Text("id"), made.Text("name"), made.Text("type")).ShouldBe((_account, "acct", "Microsoft.Storage/storageAccounts"));
    }

    [Fact]
    public async Task Put_Again_ReplacesWhatWasThere()
    {
        await Cloud.MakeAsync(_account, Account("\"accessTier\":\"Hot\""));

        await Cloud.PutAsync(_account, Account("\"minimumTlsVersion\":\"TLS1_2\""));

        (await Cloud.GetAsync(_account)).At("properties", "accessTier").ShouldBeNull();
    }

    [Fact]
    public async Task Patch_OfAResource_MergesAndRemovesByNull()
    {
        await Cloud.MakeAsync(_account, Account("\"accessTier\":\"Hot\",\"minimumTlsVersion\":\"TLS1_2\""));

        var patched = (await Cloud.PatchAsync(_account, """{"tags":{"x":"1"},"properties":{"minimumTlsVersion":null,"allowBlobPublicAccess":false}}""")).ShouldBe(200);

        (patched.Text("properties", "accessTier"), patched.Text("tags", "x"), patched.Text("sku", "name")).ShouldBe(("Hot", "1", "Standard_LRS"));
        patched.At("properties", "minimumTlsVersion").ShouldBeNull();
        (await Cloud.GetAsync(_account)).Body!.ToJsonString().ShouldBe(patched.Body!.ToJsonString());
    }

    [Fact]
    public async Task Patch_OfWhatIsNotThere_Is404()
    {
        var reply = await Cloud.PatchAsync(_account, """{"tags":{}}""");

        reply.ShouldBeRefused(404, "ResourceNotFound",
            "The Resource 'Microsoft.Storage/storageAccounts/acct' under resource group 'rg1' was not found. For more details please go to https://aka.ms/ARMResourceNotFoundFix");
        reply.Headers["x-ms-failure-cause"].ShouldBe("gateway");
    }

    [Fact]
    public async Task Delete_OfAResource_Is200ThenAndAfterwards204()
    {
        await Cloud.MakeAsync(_account, Account());

        (await Cloud.DeleteAsync(_account)).ShouldBe(200);
        (await Cloud.GetAsync(_account)).ShouldBeRefused(404, "ResourceNotFound");
        (await Cloud.DeleteAsync(_account)).ShouldBe(204);
    }

    [Fact]
    public async Task Head_OfAResource_TellsWhetherItIsThere()
    {
        await Cloud.MakeAsync(_account, Account());

        (await Cloud.SendAsync("HEAD", _account)).ShouldBe(204);
        (await Cloud.SendAsync("HEAD", _account + "2")).ShouldBe(404);
        (await Cloud.SendAsync("HEAD", _group)).ShouldBe(204);
        (await Cloud.SendAsync("HEAD", _group + "2")).ShouldBe(404);
    }

    [Theory]
    [InlineData("GET")]
    [InlineData("PATCH")]
    [InlineData("PUT")]
    [InlineData("DELETE")]
    public async Task Request_InAGroupThatIsNotThere_NamesTheGroup(string method) =>
        (await Cloud.SendAsync(method, _account.Replace("rg1", "rg2"), method is "GET" or "DELETE" ? null : Account()))
            .ShouldBeRefused(404, "ResourceGroupNotFound", "Resource group 'rg2' could not be found.");

    [Fact]
    public async Task List_InAGroupThatIsNotThere_NamesTheGroup() =>
        (await Cloud.GetAsync($"{_group}2/providers/Microsoft.Storage/storageAccounts")).ShouldBeRefused(404, "ResourceGroupNotFound");

    [Fact]
    public async Task Child_OfAParentThatIsNotThere_IsRefused()
    {
        var child = $"{_account}/fileServices/default";

        (await Cloud.PutAsync(child, """{"properties":{}}""")).ShouldBeRefused(404, "ParentResourceNotFound",
            $"Failed to perform 'write' on resource(s) of type 'storageAccounts/fileServices', because the parent resource '{_account}' could not be found.");
        (await Cloud.GetAsync($"{_account}/fileServices")).ShouldBeRefused(404, "ResourceNotFound");
    }

    [Fact]
    public async Task Child_OfADeletedResource_IsGoneWithIt()
    {
        await Cloud.MakeAsync(_account, Account());
        var child = $"{_account}/fileServices/default";
        await Cloud.MakeAsync(child, """{"properties":{}}""");
        await Cloud.AssignAsync((await Cloud.AddPrincipalAsync()).ObjectId, "Reader", _account);
        await Cloud.MakeAsync(_account + "2", Account());

        await Cloud.DeleteAsync(_account);

        (await Cloud.Get<ResourceStore>().ListBelowAsync(ResourceId.Parse(_account))).ShouldBeEmpty();
        (await Cloud.GetAsync(_account + "2")).ShouldBe(200);
    }

    [Fact]
    public async Task Extension_OnAResourceThatIsNotThere_IsRefused() =>
        (await Cloud.PutAsync($"{_account}/providers/Microsoft.Authorization/locks/l", """{"properties":{"level":"ReadOnly"}}"""))
            .ShouldBeRefused(404, "ResourceNotFound");

    [Fact]
    public async Task Id_OfANewResource_TakesTheGroupsNameAsItWasMade()
    {
        var group = await Cloud.AddGroupAsync("MyGroup");

        var made = await Cloud.PutAsync(
            $"{group.ToUpperInvariant()}/PROVIDERS/MICROSOFT.STORAGE/STORAGEACCOUNTS/Acct?api-version=2023-01-01", Account());

        made.ShouldBe(200).Text("id").ShouldBe($"{group}/providers/Microsoft.Storage/storageAccounts/Acct");
    }

    [Fact]
    public async Task Put_WithASecretThatAzureNeverGivesBack_DoesNotStoreIt()
    {
        var container = $"{_group}/providers/Microsoft.Compute/virtualMachines/m";
        await Cloud.PutAsync(container, """{"location":"westus2","properties":{"osProfile":{"computerName":"m","adminUsername":"ada","adminPassword":"Geheim-42!"}}}""");

        var stored = (await Cloud.Get<ResourceStore>().FindAsync(ResourceId.Parse(container))).ShouldNotBeNull();

        Encoding.UTF8.GetString(stored.Bytes.Span).ShouldNotContain("Geheim");
        stored.Body.Text("properties", "osProfile", "adminUsername").ShouldBe("ada");
    }

    [Fact]
    public async Task Put_OfANewResource_Answers201AndWhereItsSpecificationSaysSo200()
    {
        (await Cloud.PutAsync($"{_group}/providers/Microsoft.Network/natGateways/n", """{"location":"westus2","sku":{"name":"Standard"},"properties":{}}""")).ShouldBe(201);
        (await Cloud.PutAsync(_account, Account())).ShouldBe(200);
    }

    private static string Account(string properties = "") =>
        """{"location":"westus2","sku":{"name":"Standard_LRS"},"kind":"StorageV2","properties":{PROPERTIES}}""".Replace("PROPERTIES", properties);
}
