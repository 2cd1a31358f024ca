using System.Text.Json.Nodes;
using Verditer.Core;

namespace Verditer.Providers.ContainerService;

/// <summary>Which add-ons a cluster has switched on.</summary>
internal static class EnabledAddons
{
    public static IEnumerable<(Addon Addon, JsonObject Profile)> Of(ClusterView cluster) =>
        (cluster.Properties["addonProfiles"] as JsonObject ?? [])
            .Where(p => p.Value.Flag("enabled") == true && Addon.Find(p.Key) is not null)
            .Select(p => (Addon.Find(p.Key)!, (JsonObject)p.Value!));

    /// <summary>True when an add-on is on that was not on before: its principal must be able to sign in now.</summary>
    public static bool Adds(ClusterView cluster, ClusterView? existing)
    {
        var before = existing is null ? [] : Of(existing).Select(a => a.Addon.Name).ToHashSet();
        return Of(cluster).Any(a => !before.Contains(a.Addon.Name));
    }
}
