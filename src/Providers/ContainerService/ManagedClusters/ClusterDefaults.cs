using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Verditer.Core;

namespace Verditer.Providers.ContainerService;

/// <summary>What AKS fills in where a request says nothing. Source: the answers to <c>az aks create</c> in the Azure CLI's recorded traffic.</summary>
internal static class ClusterDefaults
{
    public const string PodCidr = "10.244.0.0/16";
    private const string ServiceCidr = "10.0.0.0/16";
    private const string DnsServiceIP = "10.0.0.10";
    private const string Letters = "abcdefghijklmnopqrstuvwxyz0123456789";

    public static void Fill(ClusterView cluster, KubernetesVersion version)
    {
        var properties = cluster.Properties;
        properties["resourceUID"] ??= RandomNumberGenerator.GetHexString(24, lowercase: true);
        properties["kubernetesVersion"] = Asked(properties.Text("kubernetesVersion"), version);
        properties["currentKubernetesVersion"] = version.ToString();
        properties["powerState"] ??= new JsonObject { ["code"] = "Running" };
        if (properties.Text("fqdn") is null)
        {
            var host = $"{properties.Text("dnsPrefix")}-{RandomNumberGenerator.GetString(Letters, 8)}";
            properties["fqdn"] = $"{host}.hcp.{cluster.Location}.azmk8s.io";
            properties["azurePortalFQDN"] = $"{host}.portal.hcp.{cluster.Location}.azmk8s.io";
        }

        if (string.IsNullOrEmpty(properties.Text("nodeResourceGroup")))
        {
            properties["nodeResourceGroup"] = NodeGroupName(cluster);
        }

        properties["enableRBAC"] ??= true;
        properties["maxAgentPools"] ??= 100;
        properties["disableLocalAccounts"] ??= false;
        properties["supportPlan"] ??= "KubernetesOfficial";
        cluster.Body["sku"] ??= new JsonObject { ["name"] = "Base", ["tier"] = "Free" };
        FillNetwork(properties.Section("networkProfile"));
    }

    private static string Asked(string? asked, KubernetesVersion version) => string.IsNullOrEmpty(asked) ? version.MinorText : asked;

    private static string NodeGroupName(ClusterView cluster)
    {
        const int LongestGroupName = 80;
        var name = $"MC_{cluster.Id.ResourceGroup}_{cluster.Name}_{cluster.Location}";
        return name.Length <= LongestGroupName ? name : name[..LongestGroupName];
    }

    private static void FillNetwork(JsonObject network)
    {
        network["networkPlugin"] ??= "kubenet";
        network["networkPolicy"] ??= "none";
        network["loadBalancerSku"] = network.Text("loadBalancerSku")?.ToLowerInvariant() ?? "standard";
        network["serviceCidr"] ??= ServiceCidr;
        network["dnsServiceIP"] ??= DnsServiceIP;
        network["outboundType"] ??= "loadBalancer";
        if (string.Equals(network.Text("networkPlugin"), "kubenet", StringComparison.OrdinalIgnoreCase))
        {
            network["podCidr"] ??= PodCidr;
        }
    }
}
