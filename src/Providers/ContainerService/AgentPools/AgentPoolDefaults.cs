using System.Text.Json.Nodes;
using Verditer.Core;

namespace Verditer.Providers.ContainerService;

/// <summary>What AKS fills in for an agent pool.</summary>
internal static class AgentPoolDefaults
{
    private const int DiskGiB = 128;
    private const int PodsWithKubenet = 110;
    private const int PodsWithAzure = 30;

    /// <summary>Clients of before 2020 know no modes: then the first pool is the system's.</summary>
    public static void ChooseSystemPool(JsonArray pools)
    {
        if (pools.Count > 0 && pools.All(p => string.IsNullOrEmpty(p.Text("mode"))))
        {
            ((JsonObject)pools[0]!)["mode"] = "System";
        }
    }

    public static void Fill(JsonObject pool, bool usesKubenet, KubernetesVersion version)
    {
        foreach (var blank in pool.Where(p => p.Value is JsonValue value && value.TryGetValue(out string? text) && text.Length == 0).Select(p => p.Key).ToList())
        {
            pool.Remove(blank);
        }

        if (pool.Number("osDiskSizeGB") is null or 0)
        {
            pool["osDiskSizeGB"] = DiskGiB;
        }

        if (pool.Number("maxPods") is null or 0)
        {
            pool["maxPods"] = usesKubenet ? PodsWithKubenet : PodsWithAzure;
        }

        pool["count"] ??= 1;
        pool["vmSize"] ??= VmSizes.Default;
        pool["osDiskType"] ??= "Managed";
        pool["kubeletDiskType"] ??= "OS";
        pool["type"] ??= "VirtualMachineScaleSets";
        pool["mode"] ??= "User";
        pool["osType"] ??= "Linux";
        pool["osSKU"] ??= "Ubuntu";
        pool["enableAutoScaling"] ??= false;
        pool["powerState"] ??= new JsonObject { ["code"] = "Running" };
        pool["orchestratorVersion"] ??= version.MinorText;
        pool["currentOrchestratorVersion"] = version.ToString();
        pool["nodeImageVersion"] ??= "AKSUbuntu-2204gen2containerd-simulated";
    }
}
