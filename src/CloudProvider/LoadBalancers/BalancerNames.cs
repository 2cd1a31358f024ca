namespace Verditer.CloudProvider;

/// <summary>Ids and names in the node resource group, as cloud-provider-azure gives them.</summary>
/// <param name="Group">Path of the node resource group.</param>
/// <param name="BalancerName">Name of the public load balancer; the internal one has <c>-internal</c> after it.</param>
internal sealed record BalancerNames(string Group, string BalancerName)
{
    /// <summary>The cloud provider's own name for its cluster (<c>--cluster-name</c>), which on AKS is always this.</summary>
    public const string Cluster = "kubernetes";

    /// <summary>Tags of the public addresses that the cloud provider has made.</summary>
    public const string ServiceTag = "k8s-azure-service";
    public const string ClusterTag = "k8s-azure-cluster-name";

    public string Balancers => $"{Group}/providers/Microsoft.Network/loadBalancers";

    public string Addresses => AddressesIn(null);

    public string ScaleSets => $"{Group}/providers/Microsoft.Compute/virtualMachineScaleSets";

    public string Balancer(bool isInternal) => $"{Balancers}/{BalancerName}{(isInternal ? "-internal" : "")}";

    public string Pool(bool isInternal) => $"{Balancer(isInternal)}/backendAddressPools/{Cluster}";

    /// <summary>The addresses of another resource group of the subscription, or of the node resource group.</summary>
    public string AddressesIn(string? group)
    {
        var path = group is null ? Group : $"{Group[..Group.LastIndexOf('/')]}/{group}";
        return $"{path}/providers/Microsoft.Network/publicIPAddresses";
    }
}
