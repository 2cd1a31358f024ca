using System.Text.Json.Nodes;
using Verditer.Core;

namespace Verditer.CloudProvider.Tests;

public sealed class ServiceTests
{
    [Fact]
    public async Task Service_OfTypeLoadBalancer_GetsAnAddressThatAzureGave()
    {
        await using var cloud = await TestCloud.StartAsync();
        cloud.Objects.PutService("web");
        var address = await cloud.Objects.UntilAddressAsync("web");

        var service = cloud.Objects.Find("services/default/web")!;
        var name = "a" + service.Text("metadata", "uid")!.Replace("-", "", StringComparison.Ordinal)[..31];
        var publicIp = await cloud.GetAsync($"{cloud.Group}/providers/Microsoft.Network/publicIPAddresses/kubernetes-{name}");
        publicIp.Text("properties", "ipAddress").ShouldBe(address);
        publicIp.Text("tags", "k8s-azure-service").ShouldBe("default/web");
        publicIp.Text("tags", "k8s-azure-cluster-name").ShouldBe("kubernetes");
        (await cloud.NamesAsync(cloud.Balancer, "frontendIPConfigurations")).ShouldBe(["outbound", name]);
        (await cloud.NamesAsync(cloud.Balancer, "loadBalancingRules")).ShouldBe([$"{name}-TCP-80"]);
        (await cloud.NamesAsync(cloud.Balancer, "probes")).ShouldBe([$"{name}-TCP-80"]);
        (await cloud.NamesAsync(cloud.Balancer, "outboundRules")).ShouldBe(["aksOutboundRule"]);
        (await cloud.NamesAsync(cloud.Balancer, "backendAddressPools")).ShouldBe(["aksOutboundBackendPool", "kubernetes"]);
        ServiceState.HasFinalizer(service).ShouldBeTrue();
        cloud.Objects.Messages("web", "EnsuringLoadBalancer").ShouldBe(["Ensuring load balancer"]);
        cloud.Objects.Messages("web", "EnsuredLoadBalancer").ShouldBe(["Ensured load balancer"]);
    }

    [Fact]
    public async Task Service_WithAddress_IsLetThroughTheSecurityGroup()
    {
        await using var cloud = await TestCloud.StartAsync();
        cloud.Objects.PutService("web");
        var address = await cloud.Objects.UntilAddressAsync("web");
        var rules = (await cloud.GetAsync(cloud.SecurityGroup)).At("properties", "securityRules")!.AsArray();
        rules.Count.ShouldBe(1);
        rules[0].Text("name")!.ShouldStartWith("k8s-azure-lb_allow_IPv4_");
        rules[0].Number("properties", "priority").ShouldBe(500);
        rules[0].At("properties", "destinationAddressPrefixes")!.AsArray().Select(a => a!.ToString()).ShouldBe([address]);
        rules[0].At("properties", "destinationPortRanges")!.AsArray().Select(a => a!.ToString()).ShouldBe(["80"]);
    }

    [Fact]
    public async Task Service_WithAddress_HasTheNodesBehindIt()
    {
        await using var cloud = await TestCloud.StartAsync();
        cloud.Objects.PutService("web");
        await cloud.Objects.UntilAddressAsync("web");
        foreach (var id in new[] { $"{cloud.ScaleSet}/virtualMachines/0/networkInterfaces/nic", $"{cloud.ScaleSet}/virtualMachines/1/networkInterfaces/nic" })
        {
            var ip = (await cloud.GetAsync(id, "2018-10-01")).At("properties", "ipConfigurations")!.AsArray().Single();
            ip.At("properties", "loadBalancerBackendAddressPools")!.AsArray().Select(p => p.Text("id"))
                .ShouldBe([$"{cloud.Balancer}/backendAddressPools/aksOutboundBackendPool", $"{cloud.Balancer}/backendAddressPools/kubernetes"]);
        }

        var scaleSet = await cloud.GetAsync(cloud.ScaleSet, AzureApi.Compute);
        scaleSet.Number("sku", "capacity").ShouldBe(2);
        scaleSet.Text("properties", "virtualMachineProfile", "osProfile", "computerNamePrefix").ShouldBe("aks-nodepool1-12345678-vmss");
        (await cloud.GetAsync($"{cloud.ScaleSet}/virtualMachines/1", AzureApi.Compute)).Text("name").ShouldBe("aks-nodepool1-12345678-vmss_1");
    }

    [Fact]
    public async Task Service_Deleted_LeavesNothingBehind()
    {
        await using var cloud = await TestCloud.StartAsync();
        cloud.Objects.PutService("web");
        await cloud.Objects.UntilAddressAsync("web");
        cloud.Objects.DeleteService("web");
        await cloud.Objects.UntilGoneAsync("web");
        await cloud.Objects.UntilEventAsync("web", "DeletedLoadBalancer");

        (await cloud.NamesAsync(cloud.Balancer, "frontendIPConfigurations")).ShouldBe(["outbound"]);
        (await cloud.NamesAsync(cloud.Balancer, "loadBalancingRules")).ShouldBeEmpty();
        (await cloud.NamesAsync(cloud.Balancer, "probes")).ShouldBeEmpty();
        (await cloud.NamesAsync(cloud.Balancer, "outboundRules")).ShouldBe(["aksOutboundRule"]);
        (await cloud.NamesAsync(cloud.SecurityGroup, "securityRules")).ShouldBeEmpty();
        (await cloud.PublicAddressesAsync()).ShouldBe(["outbound"]);
        cloud.Objects.Messages("web", "DeletingLoadBalancer").ShouldBe(["Deleting load balancer"]);
    }

    [Fact]
    public async Task Service_NoLongerOfTypeLoadBalancer_GivesItsAddressBack()
    {
        await using var cloud = await TestCloud.StartAsync();
        cloud.Objects.PutService("web");
        await cloud.Objects.UntilAddressAsync("web");
        cloud.Objects.PutService("web", s => s.Section("spec")["type"] = "ClusterIP");
        await cloud.Objects.UntilEventAsync("web", "DeletedLoadBalancer");
        cloud.Objects.AddressOf("web").ShouldBeNull();
        ServiceState.HasFinalizer(cloud.Objects.Find("services/default/web")!).ShouldBeFalse();
        (await cloud.PublicAddressesAsync()).ShouldBe(["outbound"]);
    }

    [Fact]
    public async Task SecondService_SameCluster_SharesBalancerAndRule()
    {
        await using var cloud = await TestCloud.StartAsync();
        cloud.Objects.PutService("one");
        cloud.Objects.PutService("two");
        var (one, two) = (await cloud.Objects.UntilAddressAsync("one"), await cloud.Objects.UntilAddressAsync("two"));
        one.ShouldNotBe(two);
        (await cloud.NamesAsync(cloud.Balancer, "loadBalancingRules")).Length.ShouldBe(2);
        var rule = (await cloud.GetAsync(cloud.SecurityGroup)).At("properties", "securityRules")!.AsArray().Single();
        rule.At("properties", "destinationAddressPrefixes")!.AsArray().Select(a => a!.ToString()).ShouldBe([one, two], ignoreOrder: true);

        cloud.Objects.DeleteService("one");
        await cloud.Objects.UntilGoneAsync("one");
        rule = (await cloud.GetAsync(cloud.SecurityGroup)).At("properties", "securityRules")!.AsArray().Single();
        rule.At("properties", "destinationAddressPrefixes")!.AsArray().Select(a => a!.ToString()).ShouldBe([two]);
        (await cloud.NamesAsync(cloud.Balancer, "loadBalancingRules")).Length.ShouldBe(1);
    }

    [Fact]
    public async Task Service_WithOtherPorts_ChangesRulesAndKeepsItsAddress()
    {
        await using var cloud = await TestCloud.StartAsync();
        cloud.Objects.PutService("web");
        var address = await cloud.Objects.UntilAddressAsync("web");
        cloud.Objects.PutService("web", s => s.Section("spec")["ports"] = new JsonArray(
            new JsonObject { ["port"] = 443, ["nodePort"] = 30443, ["protocol"] = "TCP" }, new JsonObject { ["port"] = 53, ["nodePort"] = 30053, ["protocol"] = "UDP" }));
        await cloud.Objects.UntilAsync(() => cloud.Objects.Messages("web", "EnsuredLoadBalancer").Count + CountOf(cloud, "EnsuredLoadBalancer") > 2 ? "twice" : null);
        (await cloud.NamesAsync(cloud.Balancer, "loadBalancingRules")).Select(n => n[33..]).ShouldBe(["TCP-443", "UDP-53"], ignoreOrder: true);
        (await cloud.NamesAsync(cloud.Balancer, "probes")).Select(n => n[33..]).ShouldBe(["TCP-443"]);
        (await cloud.NamesAsync(cloud.SecurityGroup, "securityRules")).Length.ShouldBe(2);
        cloud.Objects.AddressOf("web").ShouldBe(address);
    }

    [Fact]
    public async Task Service_Internal_GetsAnAddressOfTheSubnet()
    {
        await using var cloud = await TestCloud.StartAsync();
        cloud.Objects.PutService("inner", s => s.Section("metadata")["annotations"] = new JsonObject { [ServiceAnnotations.Internal] = "true" });
        (await cloud.Objects.UntilAddressAsync("inner")).ShouldStartWith("10.224.0.");
        cloud.Objects.DeleteService("inner");
        await cloud.Objects.UntilGoneAsync("inner");
        (await cloud.GetAsync(cloud.Balancer + "-internal")).ShouldBeNull();
        (await cloud.GetAsync($"{cloud.ScaleSet}/virtualMachines/0", AzureApi.Compute)).ShouldNotBeNull().ToJsonString().ShouldNotContain("kubernetes-internal");
    }

    [Fact]
    public async Task Service_InternalInAnotherSubnet_MovesThereFromThePublicSide()
    {
        await using var cloud = await TestCloud.StartAsync();
        cloud.Objects.PutService("web");
        var address = await cloud.Objects.UntilAddressAsync("web");
        cloud.Objects.PutService("web", s => s.Section("metadata")["annotations"] = new JsonObject
        {
            [ServiceAnnotations.Internal] = "true",
            [ServiceAnnotations.InternalSubnet] = "apps",
        });
        (await cloud.Objects.UntilAsync(() => cloud.Objects.AddressOf("web") is { } now && now != address ? now : null)).ShouldBe("10.225.0.4");
        (await cloud.NamesAsync(cloud.Balancer, "loadBalancingRules")).ShouldBeEmpty();
        (await cloud.NamesAsync(cloud.SecurityGroup, "securityRules")).ShouldBeEmpty();
        (await cloud.PublicAddressesAsync()).ShouldBe(["outbound"]);
    }

    [Fact]
    public async Task Service_WithNamedAddress_TakesItAndLeavesItThere()
    {
        await using var cloud = await TestCloud.StartAsync();
        cloud.Objects.PutService("web", s => s.Section("metadata")["annotations"] = new JsonObject { [ServiceAnnotations.AddressName] = "mine" });
        (await cloud.Objects.UntilEventAsync("web", "SyncLoadBalancerFailed")).ShouldContain("failed to find PIP mine in resource group MC_rg_demo_westeurope");

        var made = await cloud.PutAsync($"{cloud.Group}/providers/Microsoft.Network/publicIPAddresses/mine", AzureApi.Network, NodeGroup.PublicAddress());
        cloud.Pass(TimeSpan.FromMinutes(6));
        (await cloud.Objects.UntilAddressAsync("web")).ShouldBe(made.Text("properties", "ipAddress"));
        cloud.Objects.DeleteService("web");
        await cloud.Objects.UntilGoneAsync("web");
        (await cloud.PublicAddressesAsync()).ShouldBe(["mine", "outbound"]);
    }

    [Fact]
    public async Task Service_WithDnsLabel_HasThatName()
    {
        await using var cloud = await TestCloud.StartAsync();
        cloud.Objects.PutService("web", s => s.Section("metadata")["annotations"] = new JsonObject { [ServiceAnnotations.DnsLabel] = "shop" });
        await cloud.Objects.UntilAddressAsync("web");
        var name = (await cloud.PublicAddressesAsync()).Single(n => n != "outbound");
        (await cloud.GetAsync($"{cloud.Group}/providers/Microsoft.Network/publicIPAddresses/{name}"))
            .Text("properties", "dnsSettings", "fqdn").ShouldBe("shop.westeurope.cloudapp.azure.com");
    }

    [Fact]
    public async Task Service_OfAnotherClass_IsLeftAlone()
    {
        await using var cloud = await TestCloud.StartAsync();
        cloud.Objects.PutService("other", s => s.Section("spec")["loadBalancerClass"] = "example.com/other");
        cloud.Objects.PutService("web");
        await cloud.Objects.UntilAddressAsync("web");
        cloud.Objects.AddressOf("other").ShouldBeNull();
        cloud.Objects.Messages("other", "EnsuringLoadBalancer").ShouldBeEmpty();
    }

    [Fact]
    public async Task Node_Joining_ComesBehindTheBalancer()
    {
        await using var cloud = await TestCloud.StartAsync();
        cloud.Objects.PutService("web");
        await cloud.Objects.UntilAddressAsync("web");
        var scaleSet = (await cloud.GetAsync(cloud.ScaleSet, AzureApi.Compute))!;
        await cloud.PutAsync(cloud.ScaleSet, AzureApi.Compute, new JsonObject { ["sku"] = new JsonObject { ["name"] = scaleSet.Text("sku", "name"), ["capacity"] = 3 } });
        cloud.Objects.PutNode("aks-nodepool1-12345678-vmss000002", $"azure://{cloud.ScaleSet}/virtualMachines/2");
        await cloud.Objects.UntilEventAsync("web", "UpdatedLoadBalancer");
        (await cloud.GetAsync($"{cloud.ScaleSet}/virtualMachines/2", AzureApi.Compute))!.ToJsonString().ShouldContain("backendAddressPools/kubernetes\"");
    }

    private static int CountOf(TestCloud cloud, string reason) => cloud.Objects.List("events")["items"]!.AsArray()
        .Where(e => e.Text("reason") == reason).Sum(e => e.Number("count") ?? 0);
}
