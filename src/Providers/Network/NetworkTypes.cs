using Verditer.Core;
using Verditer.ResourceManager;

namespace Verditer.Providers.Network;

/// <summary>The types of Microsoft.Network that have code, and how they refer to each other.</summary>
internal static class NetworkTypes
{
    public static readonly ResourceType VirtualNetwork = Of("virtualNetworks");
    public static readonly ResourceType Subnet = Of("virtualNetworks/subnets");
    public static readonly ResourceType SecurityGroup = Of("networkSecurityGroups");
    public static readonly ResourceType SecurityRule = Of("networkSecurityGroups/securityRules");
    public static readonly ResourceType RouteTable = Of("routeTables");
    public static readonly ResourceType Route = Of("routeTables/routes");
    public static readonly ResourceType PublicIPAddress = Of("publicIPAddresses");
    public static readonly ResourceType LoadBalancer = Of("loadBalancers");

    public static readonly LinkedProperty SubnetToSecurityGroup =
        new("properties.subnets.*.properties.networkSecurityGroup.id", NetworkLinks.JoinSecurityGroup);

    public static readonly LinkedProperty SubnetToRouteTable =
        new("properties.subnets.*.properties.routeTable.id", NetworkLinks.JoinRouteTable);

    public static readonly LinkedProperty FrontendToPublicIP =
        new("properties.frontendIPConfigurations.*.properties.publicIPAddress.id", NetworkLinks.JoinPublicIP);

    public static readonly LinkedProperty FrontendToSubnet =
        new("properties.frontendIPConfigurations.*.properties.subnet.id", NetworkLinks.JoinSubnet);

    public static readonly LinkedProperty SubnetToNatGateway = new("properties.subnets.*.properties.natGateway.id", NetworkLinks.JoinNatGateway);

    public static readonly LinkedProperty FrontendToPublicIPPrefix =
        new("properties.frontendIPConfigurations.*.properties.publicIPPrefix.id", NetworkLinks.JoinPublicIPPrefix);

    public static readonly LinkedProperty NetworkToPeer = new("properties.virtualNetworkPeerings.*.properties.remoteVirtualNetwork.id", NetworkLinks.Peer);

    public static readonly LinkedProperty NetworkToDdosPlan = new("properties.ddosProtectionPlan.id", NetworkLinks.JoinDdosPlan);

    private static ResourceType Of(string path) => new("Microsoft.Network", path);
}
