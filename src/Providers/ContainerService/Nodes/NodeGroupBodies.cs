using System.Text.Json.Nodes;
using Verditer.Core;

namespace Verditer.Providers.ContainerService;

/// <summary>The resources that AKS makes in a node resource group, as they are written. Source: what a new cluster has in Azure.</summary>
internal sealed class NodeGroupBodies(ClusterView cluster, NodeGroupNames names)
{
    private const string VirtualNetworkPrefix = "10.224.0.0/12";
    private const string SubnetPrefix = "10.224.0.0/16";
    private const string OutboundPool = "aksOutboundBackendPool";
    private const string ServicePool = "kubernetes";

    public JsonObject Group() => new()
    {
        ["location"] = cluster.Location,
        ["managedBy"] = cluster.Id.Text,
        ["tags"] = new JsonObject
        {
            ["aks-managed-cluster-name"] = cluster.Name,
            ["aks-managed-cluster-rg"] = cluster.Id.ResourceGroup,
        },
    };

    public JsonObject Empty() => new() { ["location"] = cluster.Location, ["properties"] = new JsonObject() };

    public JsonObject Identity() => new() { ["location"] = cluster.Location };

    public JsonObject VirtualNetwork() => new()
    {
        ["location"] = cluster.Location,
        ["properties"] = new JsonObject
        {
            ["addressSpace"] = new JsonObject { ["addressPrefixes"] = new JsonArray(VirtualNetworkPrefix) },
            ["subnets"] = new JsonArray(new JsonObject { ["name"] = names.Subnet.Name, ["properties"] = Subnet() }),
        },
    };

    public JsonObject OutboundAddress() => new()
    {
        ["location"] = cluster.Location,
        ["sku"] = new JsonObject { ["name"] = "Standard" },
        ["tags"] = new JsonObject
        {
            ["aks-managed-cluster-name"] = cluster.Name,
            ["aks-managed-cluster-rg"] = cluster.Id.ResourceGroup,
            ["aks-managed-type"] = "aks-slb-managed-outbound-ip",
        },
        ["properties"] = new JsonObject { ["publicIPAllocationMethod"] = "Static" },
    };

    public JsonObject LoadBalancer()
    {
        var frontend = $"{names.LoadBalancer.Text}/frontendIPConfigurations/{names.OutboundName}";
        return new()
        {
            ["location"] = cluster.Location,
            ["sku"] = new JsonObject { ["name"] = "Standard" },
            ["properties"] = new JsonObject
            {
                ["frontendIPConfigurations"] = new JsonArray(new JsonObject
                {
                    ["name"] = names.OutboundName,
                    ["properties"] = new JsonObject { ["publicIPAddress"] = Reference(names.OutboundAddress.Text) },
                }),
                ["backendAddressPools"] = new JsonArray(new JsonObject { ["name"] = OutboundPool }, new JsonObject { ["name"] = ServicePool }),
                ["outboundRules"] = new JsonArray(new JsonObject
                {
                    ["name"] = "aksOutboundRule",
                    ["properties"] = new JsonObject
                    {
                        ["frontendIPConfigurations"] = new JsonArray(Reference(frontend)),
                        ["backendAddressPool"] = Reference($"{names.LoadBalancer.Text}/backendAddressPools/{OutboundPool}"),
                        ["protocol"] = "All",
                        ["allocatedOutboundPorts"] = 0,
                        ["enableTcpReset"] = true,
                        ["idleTimeoutInMinutes"] = 30,
                    },
                }),
            },
        };
    }

    /// <summary>A new scale set for a pool, which carries the identities of its machines.</summary>
    public JsonObject ScaleSet(JsonObject pool)
    {
        var name = names.ScaleSet(pool.Text("name")!).Name;
        JsonObject body = new()
        {
            ["location"] = cluster.Location,
            ["sku"] = ScaleSetChange.Sku(pool),
            ["tags"] = ScaleSetChange.Tags(cluster, pool, hasKubelet: true),
            ["properties"] = new JsonObject
            {
                ["overprovision"] = false,
                ["upgradePolicy"] = new JsonObject { ["mode"] = "Manual" },
                ["virtualMachineProfile"] = new JsonObject
                {
                    ["osProfile"] = new JsonObject
                    {
                        ["computerNamePrefix"] = name,
                        ["adminUsername"] = cluster.Properties.Text("linuxProfile", "adminUsername") ?? "azureuser",
                    },
                    ["storageProfile"] = new JsonObject
                    {
                        ["osDisk"] = new JsonObject { ["createOption"] = "FromImage", ["diskSizeGB"] = pool.Number("osDiskSizeGB"), ["osType"] = "Linux" },
                    },
                    ["networkProfile"] = new JsonObject { ["networkInterfaceConfigurations"] = new JsonArray(NetworkInterface(name, pool)) },
                },
            },
        };
        if (new MachineIdentities(cluster).OfNew() is { } identity)
        {
            body["identity"] = identity;
        }

        return body;
    }

    private JsonObject NetworkInterface(string name, JsonObject pool) => new()
    {
        ["name"] = name,
        ["properties"] = new JsonObject
        {
            ["primary"] = true,
            ["enableIPForwarding"] = true,
            ["networkSecurityGroup"] = Reference(names.SecurityGroup.Text),
            ["ipConfigurations"] = new JsonArray(new JsonObject
            {
                ["name"] = "ipconfig1",
                ["properties"] = new JsonObject
                {
                    ["primary"] = true,
                    ["subnet"] = Reference(names.SubnetOf(pool)),
                    ["loadBalancerBackendAddressPools"] = new JsonArray(
                        Reference($"{names.LoadBalancer.Text}/backendAddressPools/{OutboundPool}"),
                        Reference($"{names.LoadBalancer.Text}/backendAddressPools/{ServicePool}")),
                },
            }),
        },
    };

    private JsonObject Subnet()
    {
        JsonObject subnet = new() { ["addressPrefix"] = SubnetPrefix, ["networkSecurityGroup"] = Reference(names.SecurityGroup.Text) };
        if (cluster.UsesKubenet)
        {
            subnet["routeTable"] = Reference(names.RouteTable.Text);
        }

        return subnet;
    }

    private static JsonObject Reference(string id) => new() { ["id"] = id };
}
