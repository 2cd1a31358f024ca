using System.Net;
using Verditer.Core;

namespace Verditer.Providers.Network.Tests;

public sealed class PublicIPAddressTests : NetworkTest
{
    private const string Standard = """{"location":"westus2","sku":{"name":"Standard"},"properties":{"publicIPAllocationMethod":"Static"}}""";

    private string Address => Id("publicIPAddresses/p");

    [Fact]
    public async Task Put_OfAnAddress_GetsOneAndKeepsIt()
    {
        var made = await Cloud.MakeAsync(Address, Standard);
        var again = await Cloud.MakeAsync(Address, Standard);

        var address = IPAddress.Parse(made.Text("properties", "ipAddress")!);
        IPNetwork.Parse("198.18.0.0/16").Contains(address).ShouldBeTrue();
        again.Text("properties", "ipAddress").ShouldBe(address.ToString());
        (made.Text("properties", "publicIPAddressVersion"), made.Body.Number("properties", "idleTimeoutInMinutes")).ShouldBe(("IPv4", 4));
    }

    [Fact]
    public async Task Put_OfManyAtOnce_GivesNoAddressTwice()
    {
        var replies = await Task.WhenAll(Enumerable.Range(0, 30).Select(i => Task.Run(() => Cloud.PutAsync(Address + i, Standard))));

        replies.Select(r => r.Text("properties", "ipAddress")).Distinct().Count().ShouldBe(30);
    }

    [Fact]
    public async Task Put_OfAStandardAddressThatIsDynamic_IsRefused() =>
        (await Cloud.PutAsync(Address, Standard.Replace("Static", "Dynamic"))).Status.ShouldBe(400);

    [Fact]
    public async Task Put_WithoutASku_IsBasicAndDynamic()
    {
        var made = (await Cloud.PutAsync(Address, """{"location":"westus2"}""")).ShouldBe(201);

        (made.Text("sku", "name"), made.Text("properties", "publicIPAllocationMethod")).ShouldBe(("Basic", "Dynamic"));
    }

    [Fact]
    public async Task Put_WithADomainLabel_GetsItsName() =>
        (await Cloud.PutAsync(Address, """{"location":"westus2","properties":{"dnsSettings":{"domainNameLabel":"shop"}}}"""))
            .Text("properties", "dnsSettings", "fqdn").ShouldBe("shop.westus2.cloudapp.azure.com");

    [Fact]
    public async Task Delete_OfAnAddressInUse_IsRefused()
    {
        await Cloud.MakeAsync(Address, Standard);
        await Cloud.MakeAsync(Id("loadBalancers/b"), """{"location":"westus2","sku":{"name":"Standard"},"properties":{"frontendIPConfigurations":[{"name":"f","properties":{"publicIPAddress":{"id":"ADDRESS"}}}]}}"""
            .Replace("ADDRESS", Address));

        (await Cloud.DeleteAsync(Address)).ShouldBeRefused(400, "PublicIPAddressCannotBeDeleted")
            .Message.ShouldStartWith($"Public IP address {Address} can not be deleted since it is still allocated to resource ");
    }
}
