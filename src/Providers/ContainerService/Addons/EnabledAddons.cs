using System.Text.Json.Nodes;
using Verditer.Core;

namespace Verditer.Providers.ContainerService;

/// <summary>Which add-ons a cluster has switched on.</summary>
internal static class EnabledAddons
{
    public static IEnumerable<(Addon Addon, JsonObject Profile)> Of(ClusterView cluster) =>
        All(cluster).Where(p => p.Profile.Flag("enabled") == true);

    /// <summary>What the cluster says of an add-on, be it on or off; null for nothing.</summary>
    public static JsonObject? Profile(ClusterView cluster, Addon addon) => All(cluster).FirstOrDefault(p => p.Addon == addon).Profile;

    /// <summary>True when an add-on is on that was not on before: its principal must be able to sign in now.</summary>
    public static bool Adds(ClusterView cluster, ClusterView? existing)
    {
        var before = existing is null ? [] : Of(existing).Select(a => a.Addon.Name).ToHashSet();
        return Of(cluster).Any(a => !before.Contains(a.Addon.Name));
    }

    public static IEnumerable<(Addon Addon, JsonObject Profile)> All(ClusterView cluster) =>
        (cluster.Properties["addonProfiles"] as JsonObject ?? [])
            .Where(p => p.Value is JsonObject && Addon.Find(p.Key) is not null)
            .Select(p => (Addon.Find(p.Key)!, (JsonObject)p.Value!));
}
