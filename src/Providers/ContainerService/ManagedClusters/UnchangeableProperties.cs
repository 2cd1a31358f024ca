using System.Text.Json.Nodes;
using Verditer.Core;

namespace Verditer.Providers.ContainerService;

/// <summary>What is chosen at creation and stays: a request that would change it is refused, and nothing is changed.</summary>
internal static class UnchangeableProperties
{
    private static readonly string[][] OfCluster =
    [
        ["dnsPrefix"], ["nodeResourceGroup"], ["enableRBAC"],
        ["networkProfile", "networkPlugin"], ["networkProfile", "podCidr"], ["networkProfile", "serviceCidr"], ["networkProfile", "dnsServiceIP"],
        ["networkProfile", "loadBalancerSku"],
    ];

    private static readonly string[] OfPool = ["vmSize", "osType", "type", "maxPods", "osDiskSizeGB", "vnetSubnetID"];

    public static ArmError? Check(ClusterView cluster, ClusterView existing, ClusterRules rules)
    {
        foreach (var path in OfCluster.Where(p => Differs(cluster.Properties.At(p), existing.Properties.At(p))))
        {
            return ClusterErrors.ChangeNotAllowed(string.Join('.', path));
        }

        // Under today's rules a cluster with managed identity has no service principal: one that it had goes with the move.
        var isDropped = cluster.PrincipalClientId is null && cluster.HasManagedIdentity && !rules.KeepsServicePrincipal;
        if (cluster.PrincipalClientId != existing.PrincipalClientId && !isDropped)
        {
            return ClusterErrors.ChangeNotAllowed("servicePrincipalProfile.clientId")
                .Mend($"az aks update-credentials -g {cluster.Id.ResourceGroup} -n {cluster.Name} --reset-service-principal --service-principal ID --client-secret SECRET");
        }

        return cluster.Pools.OfType<JsonObject>()
            .Select(p => existing.Pool(p.Text("name") ?? "") is { } old ? CheckPool(p, old) : null)
            .FirstOrDefault(e => e is not null);
    }

    public static ArmError? CheckPool(JsonObject pool, JsonObject existing) => OfPool
        .Where(name => Differs(pool[name], existing[name]))
        .Select(name => ClusterErrors.ChangeNotAllowed($"agentPoolProfile.{name}"))
        .FirstOrDefault();

    private static bool Differs(JsonNode? a, JsonNode? b) => !string.Equals(a?.ToString(), b?.ToString(), StringComparison.OrdinalIgnoreCase);
}
