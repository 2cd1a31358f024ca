using System.Text.Json.Nodes;
using Verditer.Core;

namespace Verditer.Providers.ContainerService;

/// <summary>
/// A PUT on a cluster that exists: what the body leaves out, or sends blank as az does, stays. A pool that is left out stays too: pools are removed by their own DELETE.
/// </summary>
internal static class ClusterMerge
{
    private static readonly string[] BlankKeeps = ["kubernetesVersion", "nodeResourceGroup", "dnsPrefix"];

    public static void CarryOver(ClusterView cluster, ClusterView existing)
    {
        if (IdentityRules.NamesNone(cluster))
        {
            cluster.Body["identity"] = existing.Body["identity"]?.DeepClone();
        }

        Keep(cluster.Body, existing.Body, "sku");
        foreach (var name in BlankKeeps.Where(n => cluster.Properties.Text(n) == ""))
        {
            cluster.Properties.Remove(name);
        }

        MergePools(cluster.Pools, existing.Pools);
        foreach (var (name, value) in existing.Properties)
        {
            Complete(cluster.Properties, name, value);
        }

        if (!IdentityRules.Moves(cluster, existing) && existing.Body["identity"] is { } identity)
        {
            cluster.Body["identity"] = identity.DeepClone();
        }
    }

    /// <summary>A pool as it is, with what the request says of it.</summary>
    public static void MergePool(JsonObject pool, JsonObject existing)
    {
        foreach (var blank in pool.Where(p => IsBlank(p.Key, p.Value)).Select(p => p.Key).ToList())
        {
            pool.Remove(blank);
        }

        foreach (var (name, value) in existing)
        {
            Complete(pool, name, value);
        }
    }

    private static void MergePools(JsonArray pools, JsonArray existing)
    {
        foreach (var old in existing.OfType<JsonObject>())
        {
            if (pools.OfType<JsonObject>().FirstOrDefault(p => string.Equals(p.Text("name"), old.Text("name"), StringComparison.OrdinalIgnoreCase)) is { } pool)
            {
                MergePool(pool, old);
            }
            else
            {
                pools.Add(old.DeepClone());
            }
        }
    }

    // az sends "" and 0 for "as it is".
    private static bool IsBlank(string name, JsonNode? value) => value is null || value.ToString().Length == 0 || (name == "osDiskSizeGB" && value.ToString() == "0");

    private static void Keep(JsonObject body, JsonObject existing, string name)
    {
        if (body[name] is null)
        {
            body[name] = existing[name]?.DeepClone();
        }
    }

    private static void Complete(JsonObject target, string name, JsonNode? value)
    {
        if (!target.TryGetPropertyValue(name, out var given))
        {
            target[name] = value?.DeepClone();
        }
        else if (given is JsonObject inner && value is JsonObject old && name is "networkProfile" or "powerState")
        {
            foreach (var (innerName, innerValue) in old)
            {
                Complete((JsonObject)given!, innerName, innerValue);
            }
        }
    }
}
