namespace Verditer.CloudProvider;

/// <summary>Annotations that change a Service's load balancer. Source: https://learn.microsoft.com/azure/aks/load-balancer-standard#customizations-via-kubernetes-annotations</summary>
internal static class ServiceAnnotations
{
    public const string Internal = "service.beta.kubernetes.io/azure-load-balancer-internal";
    public const string InternalSubnet = "service.beta.kubernetes.io/azure-load-balancer-internal-subnet";
    public const string AddressGroup = "service.beta.kubernetes.io/azure-load-balancer-resource-group";
    public const string AddressName = "service.beta.kubernetes.io/azure-pip-name";
    public const string DnsLabel = "service.beta.kubernetes.io/azure-dns-label-name";
    public const string IdleTimeout = "service.beta.kubernetes.io/azure-load-balancer-tcp-idle-timeout";
    public const string Ipv4 = "service.beta.kubernetes.io/azure-load-balancer-ipv4";
}
