using Verditer.Core;
using Verditer.ResourceManager;

namespace Verditer.Providers.Network;

/// <summary>
/// What the types of Microsoft.Network that are stored only refer to, and the right that their writer needs on it.
/// Source: https://learn.microsoft.com/azure/role-based-access-control/permissions/networking and the linked-scope refusals of each type.
/// </summary>
internal static class NetworkLinks
{
    public const string JoinSubnet = Join + "virtualNetworks/subnets/join/action";
    public const string JoinPublicIP = Join + "publicIPAddresses/join/action";
    public const string JoinPublicIPPrefix = Join + "publicIPPrefixes/join/action";
    public const string JoinSecurityGroup = Join + "networkSecurityGroups/join/action";
    public const string JoinRouteTable = Join + "routeTables/join/action";
    public const string JoinNatGateway = Join + "natGateways/join/action";
    public const string JoinDdosPlan = Join + "ddosProtectionPlans/join/action";
    public const string Peer = Join + "virtualNetworks/peer/action";

    private const string JoinApplicationGroup = Join + "applicationSecurityGroups/joinIpConfiguration/action";
    private const string Join = "Microsoft.Network/";
    private const string IpConfigurations = "properties.ipConfigurations.*.properties.";

    /// <summary>A row for each type.</summary>
    public static IReadOnlyDictionary<ResourceType, IReadOnlyList<LinkedProperty>> OfStoredTypes { get; } = new Dictionary<ResourceType, IReadOnlyList<LinkedProperty>>
    {
        [Of("networkInterfaces")] =
        [
            new(IpConfigurations + "subnet.id", JoinSubnet),
            new(IpConfigurations + "publicIPAddress.id", JoinPublicIP),
            new(IpConfigurations + "loadBalancerBackendAddressPools.*.id", Join + "loadBalancers/backendAddressPools/join/action"),
            new(IpConfigurations + "loadBalancerInboundNatRules.*.id", Join + "loadBalancers/inboundNatRules/join/action"),
            new(IpConfigurations + "applicationGatewayBackendAddressPools.*.id", Join + "applicationGateways/backendAddressPools/join/action"),
            new(IpConfigurations + "applicationSecurityGroups.*.id", JoinApplicationGroup),
            new("properties.networkSecurityGroup.id", JoinSecurityGroup),
        ],
        [Of("virtualNetworks/virtualNetworkPeerings")] = [new("properties.remoteVirtualNetwork.id", Peer)],
        [Of("natGateways")] =
        [
            new("properties.publicIpAddresses.*.id", JoinPublicIP),
            new("properties.publicIpPrefixes.*.id", JoinPublicIPPrefix),
        ],
        [Of("privateEndpoints")] =
        [
            new("properties.subnet.id", JoinSubnet),
            new("properties.privateLinkServiceConnections.*.properties.privateLinkServiceId", "{type}/PrivateEndpointConnectionsApproval/action"),
            new("properties.applicationSecurityGroups.*.id", JoinApplicationGroup),
        ],
        [Of("privateLinkServices")] =
        [
            new(IpConfigurations + "subnet.id", JoinSubnet),
            new("properties.loadBalancerFrontendIpConfigurations.*.id", Join + "loadBalancers/frontendIPConfigurations/join/action"),
        ],
        [Of("bastionHosts")] = [new(IpConfigurations + "subnet.id", JoinSubnet), new(IpConfigurations + "publicIPAddress.id", JoinPublicIP)],
        [Of("azureFirewalls")] = [new(IpConfigurations + "subnet.id", JoinSubnet), new(IpConfigurations + "publicIPAddress.id", JoinPublicIP)],
        [Of("virtualNetworkGateways")] = [new(IpConfigurations + "subnet.id", JoinSubnet), new(IpConfigurations + "publicIPAddress.id", JoinPublicIP)],
        [Of("applicationGateways")] =
        [
            new("properties.gatewayIPConfigurations.*.properties.subnet.id", JoinSubnet),
            new("properties.frontendIPConfigurations.*.properties.subnet.id", JoinSubnet),
            new("properties.frontendIPConfigurations.*.properties.publicIPAddress.id", JoinPublicIP),
        ],
        [Of("privateDnsZones/virtualNetworkLinks")] = [new("properties.virtualNetwork.id", Join + "virtualNetworks/join/action")],
    };

    private static ResourceType Of(string path) => new("Microsoft.Network", path);
}
