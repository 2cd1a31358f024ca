using System.Text.Json.Nodes;
using Verditer.Core;

namespace Verditer.Providers.ContainerService;

/// <summary>What must change in the scale set of a pool: its capacity, the identities of its machines, the version that they run. All else stays, so that what others added stays.</summary>
internal static class ScaleSetChange
{
    public const string VersionTag = "aks-managed-orchestrator";

    /// <returns>A body to merge into the scale set; null where nothing changes.</returns>
    public static JsonObject? Of(ClusterView cluster, JsonObject pool, JsonObject scaleSet)
    {
        JsonObject change = [];
        var identities = new MachineIdentities(cluster);
        var renewed = pool.Text("provisioningState") == ProvisioningStates.UpgradingNodeImage || scaleSet.Text("tags", VersionTag) != Version(pool);
        if (scaleSet.Number("sku", "capacity") != pool.Number("count"))
        {
            change["sku"] = Sku(pool);
        }

        var identity = identities.Change(scaleSet, renewed);
        if (identity is not null)
        {
            change["identity"] = identity;
        }

        if (renewed || identity is not null)
        {
            change["tags"] = Tags(cluster, pool, hasKubelet: renewed || identities.AreOn(scaleSet) || scaleSet.Text("tags", MachineIdentities.KubeletTag) is not null);
        }

        return change.Count > 0 ? change : null;
    }

    public static JsonObject Sku(JsonObject pool) =>
        new() { ["name"] = pool.Text("vmSize"), ["tier"] = "Standard", ["capacity"] = pool.Number("count") ?? 0 };

    /// <param name="hasKubelet">False where the kubelets still use the service principal.</param>
    public static JsonObject Tags(ClusterView cluster, JsonObject pool, bool hasKubelet)
    {
        JsonObject tags = new()
        {
            ["aks-managed-poolName"] = pool.Text("name"),
            ["aks-managed-resourceNameSuffix"] = cluster.Digits,
            [VersionTag] = Version(pool),
        };
        if (hasKubelet && cluster.Properties.Text("identityProfile", "kubeletidentity", "clientId") is { } clientId)
        {
            tags[MachineIdentities.KubeletTag] = clientId;
        }

        return tags;
    }

    private static string Version(JsonObject pool) => $"Kubernetes:{pool.Text("currentOrchestratorVersion")}";
}
