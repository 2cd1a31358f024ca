using System.Text.Json.Nodes;
using Verditer.Core;

namespace Verditer.Kubernetes.Controllers;

/// <summary>
/// What a node has, and what it leaves to pods. Source: Microsoft Learn, "Resource reservations in Azure Kubernetes Service": CPU by cores; memory since 1.29 the
/// lesser of 20 MB a pod and 50 MB, or a quarter; before, a share that falls with size; and the eviction threshold.
/// </summary>
internal static class NodeResources
{
    private const decimal Mebibyte = 1024 * 1024;
    private const decimal Gibibyte = 1024 * Mebibyte;

    /// <summary>The size of the OS disk that is shown.</summary>
    private const decimal DiskBytes = 128 * Gibibyte;

    private static readonly (int Cores, decimal Reserved)[] ReservedCpu =
        [(1, 0.06m), (2, 0.1m), (4, 0.14m), (8, 0.18m), (16, 0.26m), (32, 0.42m), (64, 0.74m)];

    /// <summary>Before 1.29: this share of each further part of the memory.</summary>
    private static readonly (decimal Upto, decimal Share)[] ReservedMemory =
        [(4 * Gibibyte, 0.25m), (8 * Gibibyte, 0.2m), (16 * Gibibyte, 0.1m), (128 * Gibibyte, 0.06m), (decimal.MaxValue, 0.02m)];

    public static JsonObject Capacity(NodeSpec node) => Describe(node.CpuCores, node.MemoryBytes, DiskBytes, node.MaxPods);

    public static JsonObject Allocatable(NodeSpec node)
    {
        var cpu = ReservedCpu.LastOrDefault(entry => entry.Cores <= node.CpuCores, ReservedCpu[0]).Reserved;
        var memory = IsBefore129(node.KubernetesVersion)
            ? FallingShare(node.MemoryBytes) + (750 * Mebibyte)
            : Math.Min((20m * node.MaxPods) + 50, node.MemoryBytes / Mebibyte / 4) * Mebibyte + (100 * Mebibyte);
        return Describe(Math.Max(0, node.CpuCores - cpu), Math.Max(0, node.MemoryBytes - memory), DiskBytes * 0.9m, node.MaxPods);
    }

    private static JsonObject Describe(decimal cores, decimal memory, decimal disk, int pods) => new()
    {
        ["cpu"] = Quantity.Cores(cores),
        ["ephemeral-storage"] = Quantity.Kibibytes(disk),
        ["hugepages-1Gi"] = "0",
        ["hugepages-2Mi"] = "0",
        ["memory"] = Quantity.Kibibytes(memory),
        ["pods"] = Quantity.Count(pods),
    };

    private static decimal FallingShare(decimal bytes)
    {
        var (reserved, below) = (0m, 0m);
        foreach (var (upto, share) in ReservedMemory.TakeWhile(_ => below < bytes))
        {
            reserved += (Math.Min(bytes, upto) - below) * share;
            below = upto;
        }

        return reserved;
    }

    private static bool IsBefore129(string version) => Version.TryParse(version, out var parsed) && parsed < new Version(1, 29);
}
