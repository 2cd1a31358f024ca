using System.Text.Json.Nodes;
using Verditer.Core;
using Verditer.ResourceManager.Testing;

namespace Verditer.Providers.Network.Tests;

public sealed class VirtualNetworkTests : NetworkTest
{
    private string Network => Id("virtualNetworks/v");

    [Fact]
    public async Task Put_OfANetwork_FillsInWhatAzureFillsIn()
    {
        var made = (await Cloud.PutAsync(Network, Body("10.0.0.0/16", ("a", "10.0.0.0/24")))).ShouldBe(201);

        var properties = made.At("properties");
        properties.Text("provisioningState").ShouldBe("Succeeded");
        Guid.TryParse(properties.Text("resourceGuid"), out _).ShouldBeTrue();
        var subnet = properties.At("subnets")!.AsArray().ShouldHaveSingleItem();
        (subnet.Text("id"), subnet.Text("type"), subnet.Text("properties", "provisioningState"))
            .ShouldBe((Network + "/subnets/a", "Microsoft.Network/virtualNetworks/subnets", "Succeeded"));
        (subnet.Text("etag"), made.Text("etag")).ShouldBe((made.Text("etag"), subnet.Text("etag")));
        subnet.Text("properties", "privateLinkServiceNetworkPolicies").ShouldBe("Enabled");
    }

    [Fact]
    public async Task Put_Again_KeepsTheGuidAndChangesTheETag()
    {
        var first = await Cloud.MakeAsync(Network, Body("10.0.0.0/16"));
        var second = await Cloud.MakeAsync(Network, Body("10.0.0.0/16"));

        second.Text("properties", "resourceGuid").ShouldBe(first.Text("properties", "resourceGuid"));
        second.Text("etag").ShouldNotBe(first.Text("etag"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("a/b")]
    [InlineData("a?b")]
    [InlineData("a#b")]
    public async Task Put_WithASubnetWhoseNameIsNone_IsRefused(string name)
    {
        (await Cloud.PutAsync(Network, Body("10.0.0.0/16", (name, "10.0.0.0/24")))).ShouldBeRefused(400, "InvalidResourceName")
            .Text("error", "target").ShouldBe("properties.subnets");
        (await Cloud.GetAsync(Network)).ShouldBe(404);
    }

    [Theory]
    [InlineData("not-a-prefix")]
    [InlineData("10.0.0.0")]
    [InlineData("10.0.0.0/33")]
    public async Task Put_WithASpaceThatIsNone_IsRefused(string prefix) =>
        (await Cloud.PutAsync(Network, Body(prefix))).ShouldBeRefused(400, "InvalidAddressPrefixFormat",
            $"Address prefix {prefix} of resource {Network} is not formatted correctly. It should follow CIDR notation, for example 10.0.0.0/24.");

    [Fact]
    public async Task Put_WithAnAddressInPlaceOfItsNetwork_IsRefused()
    {
        (await Cloud.PutAsync(Network, Body("10.0.0.1/16"))).ShouldBeRefused(400, "InvalidCIDRNotation")
            .Message.ShouldEndWith("the address prefix should be 10.0.0.0/16.");
        (await Cloud.PutAsync(Network, Body("10.0.0.0/16", ("a", "10.0.0.1/24")))).ShouldBeRefused(400, "InvalidCIDRNotation");
    }

    [Fact]
    public async Task Put_WithoutAddressSpace_IsRefused() =>
        (await Cloud.PutAsync(Network, """{"location":"westus2","properties":{}}""")).Status.ShouldBe(400);

    [Fact]
    public async Task Subnet_OutsideTheAddressSpace_IsRefused() =>
        (await Cloud.PutAsync(Network, Body("10.0.0.0/16", ("a", "10.1.0.0/24")))).ShouldBeRefused(400, "NetcfgInvalidSubnet",
            "Subnet 'a' is not valid in virtual network 'v'.");

    [Fact]
    public async Task Subnet_LargerThanTheAddressSpace_IsRefused() =>
        (await Cloud.PutAsync(Network, Body("10.0.0.0/16", ("a", "10.0.0.0/8")))).ShouldBeRefused(400, "NetcfgInvalidSubnet");

    [Theory]
    [InlineData("10.0.0.0/24", "10.0.0.128/25")]
    [InlineData("10.0.0.128/25", "10.0.0.0/24")]
    [InlineData("10.0.0.0/24", "10.0.0.0/24")]
    public async Task Subnets_ThatOverlap_AreRefused(string one, string two) =>
        (await Cloud.PutAsync(Network, Body("10.0.0.0/16", ("a", one), ("b", two)))).ShouldBeRefused(400, "NetcfgSubnetRangesOverlap",
            "Subnet 'b' is not valid because its IP address range overlaps with that of an existing subnet 'a' in virtual network 'v'.");

    [Fact]
    public async Task Subnet_PutByItself_IsInItsNetwork()
    {
        await Cloud.MakeAsync(Network, Body("10.0.0.0/16", ("a", "10.0.0.0/24")));

        var made = (await Cloud.PutAsync(Network + "/subnets/b", """{"properties":{"addressPrefix":"10.0.1.0/24"}}""")).ShouldBe(201);

        (made.Text("id"), made.Text("name")).ShouldBe((Network + "/subnets/b", "b"));
        Subnets(await Cloud.GetAsync(Network)).ShouldBe(["a", "b"]);
        (await Cloud.GetAsync(Network + "/subnets")).Names.ShouldBe(["a", "b"]);
        (await Cloud.PutAsync(Network + "/subnets/c", """{"properties":{"addressPrefix":"10.0.1.0/24"}}""")).ShouldBeRefused(400, "NetcfgSubnetRangesOverlap");
        Subnets(await Cloud.GetAsync(Network)).ShouldBe(["a", "b"]);
    }

    [Fact]
    public async Task Subnet_Deleted_IsGoneFromItsNetwork()
    {
        await Cloud.MakeAsync(Network, Body("10.0.0.0/16", ("a", "10.0.0.0/24"), ("b", "10.0.1.0/24")));

        (await Cloud.DeleteAsync(Network + "/subnets/a")).Status.ShouldBeOneOf(200, 202);
        await Cloud.RunOperationsAsync();

        Subnets(await Cloud.GetAsync(Network)).ShouldBe(["b"]);
        (await Cloud.GetAsync(Network + "/subnets/a")).ShouldBe(404);
        (await Cloud.DeleteAsync(Network + "/subnets/a")).ShouldBe(204);
    }

    [Fact]
    public async Task Subnet_OfANetworkThatIsNotThere_IsRefused() =>
        (await Cloud.PutAsync(Network + "/subnets/a", """{"properties":{"addressPrefix":"10.0.0.0/24"}}""")).ShouldBeRefused(404, "ParentResourceNotFound");

    [Fact]
    public async Task Subnet_ThatRefersToWhatIsNotThere_IsRefused()
    {
        var group = Id("networkSecurityGroups/none");
        var body = """{"properties":{"addressPrefix":"10.0.0.0/24","networkSecurityGroup":{"id":"GROUP"}}}""".Replace("GROUP", group);
        await Cloud.MakeAsync(Network, Body("10.0.0.0/16"));

        (await Cloud.PutAsync(Network + "/subnets/a", body)).ShouldBeRefused(400, "InvalidResourceReference",
            $"Resource {group} referenced by resource {Network} was not found. Please make sure that the referenced resource exists, and that both resources are in the same region.");
    }

    [Fact]
    public async Task Patch_OfTags_LeavesTheSubnets()
    {
        await Cloud.MakeAsync(Network, Body("10.0.0.0/16", ("a", "10.0.0.0/24")));

        (await Cloud.PatchAsync(Network, """{"tags":{"x":"y"}}""")).ShouldBe(200);

        Subnets(await Cloud.GetAsync(Network)).ShouldBe(["a"]);
    }

    private static IEnumerable<string> Subnets(TestReply network) => network.At("properties", "subnets")!.AsArray().Select(s => s.Text("name")!);

    private static string Body(string space, params (string Name, string Prefix)[] subnets) => new JsonObject
    {
        ["location"] = "westus2",
        ["properties"] = new JsonObject
        {
            ["addressSpace"] = new JsonObject { ["addressPrefixes"] = new JsonArray(space) },
            ["subnets"] = new JsonArray([.. subnets.Select(s => new JsonObject
            {
                ["name"] = s.Name,
                ["properties"] = new JsonObject { ["addressPrefix"] = s.Prefix },
            })]),
        },
    }.ToJsonString();
}
