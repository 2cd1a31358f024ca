using Verditer.Core;

namespace Verditer.Providers.ContainerService;

/// <summary>Where an add-on's role is given.</summary>
internal enum AddonScope
{
    Cluster,
    NodeGroup,
    DnsZone,
}

/// <param name="Name">The key in <c>addonProfiles</c>.</param>
/// <param name="Roles">The built-in roles that its principal gets, and where.</param>
internal sealed record Addon(string Name, IReadOnlyList<(string Role, AddonScope Scope)> Roles)
{
    /// <summary>
    /// The add-ons that act in Azure. Others, such as openServiceMesh, act within the cluster only and have no identity.
    /// Source: https://learn.microsoft.com/azure/aks/managed-identity-overview#summary-of-managed-identities-used-by-aks
    /// </summary>
    public static readonly IReadOnlyList<Addon> All =
    [
        new("omsagent", [(BuiltInRoles.MonitoringMetricsPublisher, AddonScope.Cluster)]),
        new("httpApplicationRouting", [(BuiltInRoles.Reader, AddonScope.NodeGroup), (BuiltInRoles.Contributor, AddonScope.DnsZone)]),
        new("aciConnectorLinux", [(BuiltInRoles.Contributor, AddonScope.NodeGroup)]),
        new("ingressApplicationGateway", [(BuiltInRoles.Contributor, AddonScope.NodeGroup)]),
        new("azurepolicy", []),
        new("azureKeyvaultSecretsProvider", []),
    ];

    /// <summary>Its own identity in the node resource group, where the rules give it one.</summary>
    public ResourceId IdentityIn(ClusterView cluster) =>
        cluster.NodeGroup.Provider(new("Microsoft.ManagedIdentity", "userAssignedIdentities"), $"{Name.ToLowerInvariant()}-{cluster.Name}");

    public static Addon? Find(string name) => All.FirstOrDefault(a => a.Name.Equals(name, StringComparison.OrdinalIgnoreCase));

    public static ResourceId ScopeIn(ClusterView cluster, AddonScope scope) => scope switch
    {
        AddonScope.Cluster => cluster.Id,
        AddonScope.NodeGroup => cluster.NodeGroup,
        _ => cluster.NodeGroup.Provider(new("Microsoft.Network", "dnsZones"), $"{cluster.GuidFor("dns").ToString("N")[..20]}.{cluster.Location}.aksapp.io"),
    };
}
