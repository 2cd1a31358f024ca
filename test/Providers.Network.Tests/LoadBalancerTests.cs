using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Verditer.Core;
using Verditer.ResourceManager.Testing;

namespace Verditer.Providers.Network.Tests;

public sealed class LoadBalancerTests : NetworkTest
{
    private string Balancer => Id("loadBalancers/kubernetes");

    private string Address => Id("publicIPAddresses/p");

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        await Cloud.MakeAsync(Address, """{"location":"westus2","sku":{"name":"Standard"},"properties":{"publicIPAllocationMethod":"Static"}}""");
    }

    [Fact]
    public async Task Put_OfABalancer_GivesItsChildrenIdsAndNotesWhoUsesThem()
    {
        var made = (await Cloud.PutAsync(Balancer, Body())).ShouldBe(201);

        var properties = made.At("properties");
        var frontend = properties.At("frontendIPConfigurations")![0];
        frontend.Text("id").ShouldBe(Balancer + "/frontendIPConfigurations/f");
        frontend.At("properties", "loadBalancingRules")![0].Text("id").ShouldBe(Balancer + "/loadBalancingRules/r");
        properties.At("backendAddressPools")![0].At("properties", "loadBalancingRules")![0].Text("id").ShouldBe(Balancer + "/loadBalancingRules/r");
        properties.At("outboundRules")!.AsArray().ShouldBeEmpty();
    }

    [Fact]
    public async Task Put_OfWhatWasRead_ComesToTheSame()
    {
        var made = await Cloud.MakeAsync(Balancer, Body());

        var again = await Cloud.MakeAsync(Balancer, made.Body!.ToJsonString());

        JsonNode.DeepEquals(WithoutETags(again), WithoutETags(made)).ShouldBeTrue(again.Body!.ToJsonString());
    }

    [Theory]
    [InlineData("frontendIPConfigurations/f", "frontendIPConfigurations/none")]
    [InlineData("backendAddressPools/b", "backendAddressPools/none")]
    [InlineData("probes/p", "probes/none")]
    public async Task Rule_ThatNamesWhatIsNotThere_IsRefused(string there, string missing) =>
        (await Cloud.PutAsync(Balancer, Body().Replace($"{Balancer}/{there}\"", $"{Balancer}/{missing}\""))).ShouldBeRefused(400, "InvalidResourceReference")
            .Message.ShouldStartWith($"Resource {Balancer}/{missing} referenced by resource {Balancer} was not found.");

    [Fact]
    public async Task Frontend_WithAnAddressThatIsNotThere_IsRefused() =>
        (await Cloud.PutAsync(Balancer, Body().Replace(Address, Address + "2"))).ShouldBeRefused(400, "InvalidResourceReference");

    [Fact]
    public async Task Put_ByACallerWithoutTheRightOnTheAddress_IsRefused()
    {
        var shared = await Cloud.AddGroupAsync("shared");
        var caller = await Cloud.AddPrincipalWithRoleAsync("Network Contributor", shared);
        var other = Balancer.Replace("/rg1/", "/shared/");

        (await Cloud.PutAsync(other, Body().Replace(Balancer, other), caller)).ShouldBeRefused(403, "LinkedAuthorizationFailed")
            .Message.ShouldContain("'Microsoft.Network/publicIPAddresses/join/action'");
    }

    private static JsonNode WithoutETags(TestReply balancer) =>
        JsonNode.Parse(Regex.Replace(balancer.Body!.ToJsonString(), "\"etag\":\"[^\"]*\"", "\"etag\":\"\""))!;

    private string Body() => """
        {
          "location": "westus2",
          "sku": { "name": "Standard" },
          "properties": {
            "frontendIPConfigurations": [ { "name": "f", "properties": { "publicIPAddress": { "id": "ADDRESS" } } } ],
            "backendAddressPools": [ { "name": "b" } ],
            "probes": [ { "name": "p", "properties": { "protocol": "Tcp", "port": 80, "intervalInSeconds": 5, "numberOfProbes": 2 } } ],
            "loadBalancingRules": [ { "name": "r", "properties": {
              "frontendIPConfiguration": { "id": "LB/frontendIPConfigurations/f" },
              "backendAddressPool": { "id": "LB/backendAddressPools/b" },
              "probe": { "id": "LB/probes/p" },
              "protocol": "Tcp", "frontendPort": 80, "backendPort": 8080 } } ]
          }
        }
        """.Replace("LB/", Balancer + "/").Replace("ADDRESS", Address);
}
