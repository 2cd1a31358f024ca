using Verditer.ResourceManager;

namespace Verditer.Providers.ContainerService;

/// <summary>
/// What a cluster and its agent pools refer to, and the right that their writer needs on it.
/// Source: https://learn.microsoft.com/azure/aks/concepts-identity#aks-cluster-creation-identity-permissions
/// </summary>
internal static class ClusterLinks
{
    private const string JoinSubnet = "Microsoft.Network/virtualNetworks/subnets/join/action";
    private const string JoinPublicIPPrefix = "Microsoft.Network/publicIPPrefixes/join/action";
    private const string AssignIdentity = "Microsoft.ManagedIdentity/userAssignedIdentities/assign/action";
    private const string Outbound = "properties.networkProfile.loadBalancerProfile.";
    private const string Gateway = "properties.addonProfiles.ingressApplicationGateway.config.";

    public static IReadOnlyList<LinkedProperty> OfCluster { get; } =
    [
        .. OfPool("properties.agentPoolProfiles.*."),
        new("properties.identityProfile.*.resourceId", AssignIdentity),
        new(Outbound + "outboundIPs.publicIPs.*.id", "Microsoft.Network/publicIPAddresses/join/action"),
        new(Outbound + "outboundIPPrefixes.publicIPPrefixes.*.id", JoinPublicIPPrefix),
        new(Gateway + "subnetId", JoinSubnet),
        new(Gateway + "applicationGatewayId", "Microsoft.Network/applicationGateways/write"),
        new("properties.addonProfiles.omsagent.config.logAnalyticsWorkspaceResourceID", "Microsoft.OperationalInsights/workspaces/sharedkeys/read"),
        new("properties.apiServerAccessProfile.subnetId", JoinSubnet),
        new("properties.diskEncryptionSetID", "Microsoft.Compute/diskEncryptionSets/read"),
    ];

    /// <param name="root">Where the pool's properties are, with a period at the end.</param>
    public static IReadOnlyList<LinkedProperty> OfPool(string root) =>
    [
        new(root + "vnetSubnetID", JoinSubnet),
        new(root + "podSubnetID", JoinSubnet),
        new(root + "nodePublicIPPrefixID", JoinPublicIPPrefix),
        new(root + "proximityPlacementGroupID", "Microsoft.Compute/proximityPlacementGroups/write"),
    ];
}
