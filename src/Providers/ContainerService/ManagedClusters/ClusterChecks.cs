using System.Net;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Verditer.Core;

namespace Verditer.Providers.ContainerService;

/// <summary>AKS's own rules for a cluster, once it is filled in.</summary>
internal static partial class ClusterChecks
{
    public static ArmError? Check(ClusterView cluster) =>
        CheckDnsPrefix(cluster.Properties.Text("dnsPrefix")) ?? CheckNodeGroup(cluster.Properties.Text("nodeResourceGroup")!, cluster.Id.ResourceGroup!) ?? CheckPools(cluster) ?? CheckNetwork(cluster.Properties["networkProfile"]!);

    private static ArmError? CheckDnsPrefix(string? prefix)
    {
        if (string.IsNullOrEmpty(prefix))
        {
            return ArmErrors.InvalidParameter("Required parameter dnsPrefix is missing (null).", "dnsPrefix");
        }

        return DnsPrefix().IsMatch(prefix)
            ? null
            : new ArmError(400, "DnsPrefixInvalid",
                $"The dnsPrefix '{prefix}' is invalid. DnsPrefix must contain between 1 and 54 characters, must start and end with a letter or a number, and may contain letters, numbers and hyphens.", "dnsPrefix");
    }

    // AKS makes this group as itself: its name must be a name, and lead nowhere else.
    private static ArmError? CheckNodeGroup(string name, string own) => name.Equals(own, StringComparison.OrdinalIgnoreCase)
        ? ClusterErrors.NodeGroupIsOwnGroup(name, own)
        : GroupName().IsMatch(name) ? null
        : ClusterErrors.Invalid("nodeResourceGroup",
            $"'{name}' is not a resource group's name: it has 1 to 90 letters, digits, underscores, parentheses, hyphens and periods, and does not end with a period.");

    public static ArmError? CheckPools(ClusterView cluster)
    {
        var pools = cluster.Pools.OfType<JsonObject>().ToList();
        if (pools.Count == 0)
        {
            return ArmErrors.InvalidParameter("Required parameter agentPoolProfiles is missing (null).", "agentPoolProfiles");
        }

        if (pools.GroupBy(p => p.Text("name")).FirstOrDefault(g => g.Count() > 1) is { } twice)
        {
            return ClusterErrors.Invalid("agentPoolProfiles", $"there are two agent pools of the name '{twice.Key}'.");
        }

        if (!pools.Any(AgentPoolChecks.IsSystem))
        {
            return ClusterErrors.Invalid("agentPoolProfiles", "a cluster has at least one agent pool of mode System.");
        }

        return pools.Select(p => AgentPoolChecks.Check(p, cluster.Location)).FirstOrDefault(e => e is not null);
    }

    private static ArmError? CheckNetwork(JsonNode network)
    {
        if (!IPNetwork.TryParse(network.Text("serviceCidr"), out var services))
        {
            return ClusterErrors.Invalid("networkProfile.serviceCidr", $"'{network.Text("serviceCidr")}' is not a network such as 10.0.0.0/16.");
        }

        if (!IPAddress.TryParse(network.Text("dnsServiceIP"), out var dns) || !services.Contains(dns) || dns.Equals(services.BaseAddress))
        {
            return ClusterErrors.Invalid("networkProfile.dnsServiceIP", $"'{network.Text("dnsServiceIP")}' is not an address within the service network {services}.");
        }

        if (network.Text("podCidr") is not { } podCidr)
        {
            return null;
        }

        if (!IPNetwork.TryParse(podCidr, out var pods))
        {
            return ClusterErrors.Invalid("networkProfile.podCidr", $"'{podCidr}' is not a network such as 10.244.0.0/16.");
        }

        return pods.Contains(services.BaseAddress) || services.Contains(pods.BaseAddress)
            ? ClusterErrors.Invalid("networkProfile.podCidr", $"the pod network {pods} and the service network {services} overlap.")
            : null;
    }

    [GeneratedRegex(@"^[\p{L}\p{N}_().-]{0,89}[\p{L}\p{N}_()-]\z")]
    private static partial Regex GroupName();

    [GeneratedRegex(@"^[A-Za-z0-9]([A-Za-z0-9-]{0,52}[A-Za-z0-9])?\z")]
    private static partial Regex DnsPrefix();
}
