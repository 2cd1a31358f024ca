using System.Text;
using Verditer.Core;
using Verditer.ResourceManager.Testing;

namespace Verditer.ResourceManager.Tests;

public sealed class BodyTests : CloudTest
{
    private string _network = null!;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        _network = $"{await Cloud.AddGroupAsync()}/providers/Microsoft.Network/virtualNetworks/v";
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("{")]
    [InlineData("{}}")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("\"text\"")]
    [InlineData("{'location':'westus2'}")]
    [InlineData("""{"location":"westus2",}""")]
    [InlineData("""{"location":"a","location":"b"}""")]
    [InlineData("""{"tags":{"a":"\ud800"}}""")]
    [InlineData("""{"tags":{"\ud800":"a"}}""")]
    [InlineData("// comment")]
    public async Task Put_WithABodyThatIsNoJsonObject_IsRefused(string json)
    {
        foreach (var method in (string[])["PUT", "PATCH"])
        {
            (await Cloud.SendAsync(method, _network, json)).ShouldBeRefused(400, "InvalidRequestContent")
                .Message.ShouldStartWith("The request content was invalid and could not be deserialized: '");
        }
    }

    [Fact]
    public async Task Put_WithBytesThatAreNoText_IsRefused()
    {
        var bytes = Encoding.UTF8.GetBytes("""{"location":"X"}""");
        bytes[13] = 0xff;

        (await Cloud.SendAsync("PUT", _network, "{}", change: r => r with { Body = bytes })).ShouldBeRefused(400, "InvalidRequestContent");
    }

    [Fact]
    public async Task Put_WithABodyNestedTooDeeply_IsRefused()
    {
        var json = string.Concat(Enumerable.Repeat("{\"a\":", 2000)) + "1" + new string('}', 2000);

        (await Cloud.PutAsync(_network, json)).ShouldBeRefused(400, "InvalidRequestContent");
    }

    [Theory]
    [InlineData("""{"location":"westus2","properties":{"addressSpace":{"addressPrefixes":"10.0.0.0/8"}}}""", "properties.addressSpace.addressPrefixes")]
    [InlineData("""{"location":"westus2","properties":{"addressSpace":{"addressPrefixes":[1]}}}""", "properties.addressSpace.addressPrefixes[0]")]
    [InlineData("""{"location":"westus2","properties":{"enableDdosProtection":"yes"}}""", "properties.enableDdosProtection")]
    [InlineData("""{"location":"westus2","properties":[]}""", "properties")]
    [InlineData("""{"location":"westus2","properties":{"subnets":[null]}}""", "properties.subnets[0]")]
    [InlineData("""{"location":"westus2","properties":{"subnets":[{"name":"a","properties":{"addressPrefix":"10.0.0.0/24"}},{"name":7}]}}""", "properties.subnets[1].name")]
    public async Task Put_WithAWrongType_NamesTheJsonPath(string json, string path)
    {
        var reply = (await Cloud.PutAsync(_network, json)).ShouldBeRefused(400, "InvalidRequestContent");

        reply.Text("error", "target").ShouldBe(path);
        reply.Message.ShouldContain($"'{path}'");
    }

    [Fact]
    public async Task Put_WithSeveralWrongTypes_ListsTheOthersAsDetails()
    {
        var reply = await Cloud.PutAsync(_network, """{"location":"westus2","properties":{"enableDdosProtection":"yes","addressSpace":{"addressPrefixes":5}}}""");

        reply.Text("error", "target").ShouldBe("properties.enableDdosProtection");
        reply.At("error", "details")!.AsArray()[0]!["target"]!.GetValue<string>().ShouldBe("properties.addressSpace.addressPrefixes");
    }

    [Fact]
    public async Task Patch_WithoutWhatAPutRequires_IsAccepted()
    {
        var account = _network.Replace("Microsoft.Network/virtualNetworks/v", "Microsoft.Storage/storageAccounts/a");
        (await Cloud.PutAsync(account, """{"location":"westus2"}""")).ShouldBeRefused(400, "InvalidRequestContent");
        await Cloud.MakeAsync(account, """{"location":"westus2","sku":{"name":"Standard_LRS"},"kind":"StorageV2"}""");

        (await Cloud.PatchAsync(account, """{"tags":{"a":"b"}}""")).ShouldBe(200);
    }

    [Fact]
    public async Task Delete_WithAMalformedBody_DoesNotLookAtIt() => (await Cloud.SendAsync("DELETE", _network, "{")).ShouldBe(204);

    [Theory]
    [InlineData("2019-02-01")]
    [InlineData("2022-11-01")]
    [InlineData("2025-03-01")]
    public async Task Put_AtAnOldVersion_StoresNeitherSecretsNorWhatTheServiceSets(string apiVersion)
    {
        var cluster = _network.Replace("Microsoft.Network/virtualNetworks/v", "Microsoft.ContainerService/managedClusters/c");
        await Cloud.MakeAsync($"{cluster}?api-version={apiVersion}",
            """{"location":"westus2","properties":{"dnsPrefix":"d","resourceUID":"mine","fqdn":"mine","windowsProfile":{"adminUsername":"a","adminPassword":"hunter2"}}}""");

        var stored = (await Cloud.Get<ResourceStore>().FindAsync(ResourceId.Parse(cluster)))!.Body;

        stored.Text("properties", "dnsPrefix").ShouldBe("d");
        stored.Text("properties", "windowsProfile", "adminUsername").ShouldBe("a");
        stored.ToJsonString().ShouldNotContain("mine");
        stored.ToJsonString().ShouldNotContain("hunter2");
    }

    [Fact]
    public async Task Put_InAnyCase_IsStoredInTheTypesOwnSpellingAndKeepsTheClientsKeys()
    {
        await Cloud.MakeAsync(_network, """{"Location":"westus2","TAGS":{"Owner":"me","location":"here"},"Properties":{"AddressSpace":{"ADDRESSPREFIXES":["10.0.0.0/16"]},"extra":{"A":1}}}""");

        var stored = (await Cloud.GetAsync(_network)).ShouldBe(200);

        stored.At("tags")!.ToJsonString().ShouldBe("""{"Owner":"me","location":"here"}""");
        stored.At("properties", "addressSpace")!.ToJsonString().ShouldBe("""{"addressPrefixes":["10.0.0.0/16"]}""");
        stored.At("properties", "extra")!.ToJsonString().ShouldBe("""{"A":1}""");
    }

    [Theory]
    [InlineData("""{"location":"westus2","Location":"eastus"}""", "location")]
    [InlineData("""{"location":"westus2","properties":{"Subnets":[],"subnets":[]}}""", "properties.subnets")]
    [InlineData("""{"location":"westus2","properties":{"SUBNETS":[],"Subnets":[]}}""", "properties.subnets")]
    [InlineData("""{"location":"westus2","properties":{"subnets":[{},{"Name":"a","name":"b"}]}}""", "properties.subnets[1].name")]
    public async Task Put_WithAPropertyTwiceInDifferentCase_IsRefused(string json, string path) =>
        (await Cloud.PutAsync(_network, json)).ShouldBeRefused(400, "InvalidRequestContent").Text("error", "target").ShouldBe(path);

    [Fact]
    public async Task Put_OfAGroupInAnyCase_IsTheSame()
    {
        var group = $"{Cloud.Subscription}/resourceGroups/other";

        (await Cloud.PutAsync(group, """{"Location":"westus2","Tags":{"A":"b"}}""")).ShouldBe(201).At("tags")!.ToJsonString().ShouldBe("""{"A":"b"}""");
        (await Cloud.PutAsync(group, """{"Location":"westus2","location":"westus2"}""")).ShouldBeRefused(400, "InvalidRequestContent");
    }
}
