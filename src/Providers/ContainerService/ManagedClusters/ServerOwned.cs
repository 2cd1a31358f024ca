using System.Text.Json.Nodes;
using Verditer.Core;

namespace Verditer.Providers.ContainerService;

/// <summary>
/// What AKS alone says of a cluster, whatever a body brings along: at creation it is not taken, later it stays as it is stored. A client sends back what it has read, and the
/// type data of older api-versions does not know all of it.
/// </summary>
internal static class ServerOwned
{
    private static readonly string[] OfCluster =
    [
        "resourceUID", "provisioningState", "powerState", "fqdn", "privateFQDN", "azurePortalFQDN", "currentKubernetesVersion", "maxAgentPools", "identityProfile",
    ];

    private static readonly string[] OfPool = ["provisioningState", "powerState", "currentOrchestratorVersion", "nodeImageVersion", "eTag"];

    private static readonly string[] OfAddon = ["identity"];

    private static readonly string[] OfLoadBalancer = ["effectiveOutboundIPs"];

    public static void Apply(ClusterView cluster, ClusterView? existing, ClusterRules rules)
    {
        // The kubelet's identity may be the user's own: OwnIdentities looks at it.
        var brought = rules.AllowsOwnIdentities && cluster.KubeletIdentityId is { Length: > 0 } id && !ClusterView.SameId(id, existing?.KubeletIdentityId) ? id : null;
        Take(cluster.Properties, existing?.Properties, OfCluster);
        if (brought is not null)
        {
            cluster.Properties["identityProfile"] = new JsonObject { ["kubeletidentity"] = new JsonObject { ["resourceId"] = brought } };
        }

        if (cluster.Properties.At("networkProfile", "loadBalancerProfile") is JsonObject profile)
        {
            Take(profile, existing?.Properties.At("networkProfile", "loadBalancerProfile") as JsonObject, OfLoadBalancer);
        }

        foreach (var (addon, switched) in EnabledAddons.All(cluster))
        {
            Take(switched, existing is null ? null : EnabledAddons.Profile(existing, addon), OfAddon);
        }

        foreach (var pool in cluster.Pools.OfType<JsonObject>())
        {
            ApplyToPool(pool, existing?.Pool(pool.Text("name") ?? ""));
        }
    }

    public static void ApplyToPool(JsonObject pool, JsonObject? existing) => Take(pool, existing, OfPool);

    private static void Take(JsonObject target, JsonObject? stored, string[] names)
    {
        foreach (var name in names)
        {
            target.Remove(name);
            if (stored?[name] is { } value)
            {
                target[name] = value.DeepClone();
            }
        }
    }
}
