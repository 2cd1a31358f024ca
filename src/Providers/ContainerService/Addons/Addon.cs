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
    /// <summary>The add-ons that act in Azure. Source: https://learn.microsoft.com/azure/aks/use-managed-identity#summary-of-managed-identities-used-by-aks</summary>
    public static readonly IReadOnlyList<Addon> All =
    [
        new("omsagent", [(BuiltInRoles.MonitoringMetricsPublisher, AddonScope.Cluster)]),
        new("httpApplicationRouting", [(BuiltInRoles.Reader, AddonScope.NodeGroup), (BuiltInRoles.Contributor, AddonScope.DnsZone)]),
        new("aciConnectorLinux", [(BuiltInRoles.Contributor, AddonScope.NodeGroup)]),
        new("azurepolicy", []),
    ];

    /// <summary>Name of its own identity in the node resource group, where the rules give it one.</summary>
    public string IdentityName(ClusterView cluster) => $"{Name.ToLowerInvariant()}-{cluster.Name}";

    public static Addon? Find(string name) => All.FirstOrDefault(a => a.Name.Equals(name, StringComparison.OrdinalIgnoreCase));
}
