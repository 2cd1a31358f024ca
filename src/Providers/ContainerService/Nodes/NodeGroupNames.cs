using Verditer.Core;

namespace Verditer.Providers.ContainerService;

/// <summary>The names of what AKS makes in a node resource group, as in Azure.</summary>
internal sealed class NodeGroupNames(ClusterView cluster)
{
    private const string NetworkNamespace = "Microsoft.Network";

    public ResourceId Group => cluster.NodeGroup;

    public ResourceId KubeletIdentity => Of("Microsoft.ManagedIdentity", "userAssignedIdentities", $"{cluster.Name}-agentpool");

    public ResourceId SecurityGroup => Of(NetworkNamespace, "networkSecurityGroups", $"aks-agentpool-{cluster.Digits}-nsg");

    public ResourceId RouteTable => Of(NetworkNamespace, "routeTables", $"aks-agentpool-{cluster.Digits}-routetable");

    public ResourceId VirtualNetwork => Of(NetworkNamespace, "virtualNetworks", $"aks-vnet-{cluster.Digits}");

    public ResourceId Subnet => VirtualNetwork.Child("subnets", "aks-subnet");

    public ResourceId OutboundAddress => Of(NetworkNamespace, "publicIPAddresses", OutboundName);

    public ResourceId LoadBalancer => Of(NetworkNamespace, "loadBalancers", "kubernetes");

    public string OutboundName => cluster.GuidFor("outbound").ToString();

    /// <summary>The scale set of a pool; the names of its machines begin with the same text.</summary>
    public ResourceId ScaleSet(string pool) => Of("Microsoft.Compute", "virtualMachineScaleSets", $"aks-{pool}-{cluster.Digits}-vmss");

    /// <summary>The subnet of a pool: the given one, or the cluster's own.</summary>
    public string SubnetOf(System.Text.Json.Nodes.JsonObject pool) => pool.Text("vnetSubnetID") ?? Subnet.Text;

    private ResourceId Of(string provider, string type, string name) => Group.Provider(new(provider, type), name);
}
