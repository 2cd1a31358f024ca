using System.Text.Json.Nodes;

namespace Verditer.CloudProvider.Tests;

/// <summary>What AKS puts into a node resource group before the cloud provider starts.</summary>
internal static class NodeGroup
{
    public static JsonObject VirtualNetwork() => Parse("""
        {"properties":{"addressSpace":{"addressPrefixes":["10.224.0.0/12"]},
         "subnets":[{"name":"aks-subnet","properties":{"addressPrefix":"10.224.0.0/16"}},{"name":"apps","properties":{"addressPrefix":"10.225.0.0/24"}}]}}
        """);

    public static JsonObject PublicAddress() => Parse("""{"sku":{"name":"Standard"},"properties":{"publicIPAllocationMethod":"Static"}}""");

    public static JsonObject LoadBalancer(string id, string address) => Parse("""
        {"sku":{"name":"Standard"},"properties":{
         "frontendIPConfigurations":[{"name":"outbound","properties":{"publicIPAddress":{"id":"[address]"}}}],
         "backendAddressPools":[{"name":"aksOutboundBackendPool"}],
         "outboundRules":[{"name":"aksOutboundRule","properties":{"protocol":"All","idleTimeoutInMinutes":30,
          "frontendIPConfigurations":[{"id":"[id]/frontendIPConfigurations/outbound"}],
          "backendAddressPool":{"id":"[id]/backendAddressPools/aksOutboundBackendPool"}}}]}}
        """, ("[id]", id), ("[address]", address));

    public static JsonObject ScaleSet(string subnet, string balancer) => Parse("""
        {"sku":{"name":"Standard_DS2_v2","tier":"Standard","capacity":2},"properties":{"upgradePolicy":{"mode":"Manual"},
         "virtualMachineProfile":{"osProfile":{"computerNamePrefix":"aks-nodepool1-12345678-vmss"},
          "networkProfile":{"networkInterfaceConfigurations":[{"name":"nic","properties":{"primary":true,"ipConfigurations":[{"name":"ipconfig1",
           "properties":{"primary":true,"subnet":{"id":"[subnet]"},
            "loadBalancerBackendAddressPools":[{"id":"[balancer]/backendAddressPools/aksOutboundBackendPool"}]}}]}}]}}}}
        """, ("[subnet]", subnet), ("[balancer]", balancer));

    private static JsonObject Parse(string json, params ReadOnlySpan<(string Place, string Value)> values)
    {
        foreach (var (place, value) in values)
        {
            json = json.Replace(place, value, StringComparison.Ordinal);
        }

        return JsonNode.Parse(json)!.AsObject();
    }
}
