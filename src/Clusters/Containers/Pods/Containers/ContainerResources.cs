using System.Text.Json.Nodes;
using Verditer.Clusters.Containers.Cri;
using Verditer.Core;
using Verditer.Kubernetes.Controllers;

namespace Verditer.Clusters.Containers;

/// <summary>A container's requests and limits in the kernel's terms. Source: Kubernetes' <c>pkg/kubelet/cm/helpers_linux.go</c> and <c>pkg/kubelet/qos/policy.go</c>.</summary>
internal static class ContainerResources
{
    private const long Period = 100_000;
    private const long LeastQuota = 1_000;
    private const long LeastShares = 2;
    private const int Guaranteed = -997;
    private const int BestEffort = 1000;

    /// <param name="nodeMemory">Bytes of the node.</param>
    public static LinuxContainerResources Of(JsonObject pod, JsonObject container, long nodeMemory)
    {
        var limits = container.At("resources", "limits");
        var cpuLimit = Quantity.Parse(limits.At("cpu"));
        var cpuRequest = container.At("resources", "requests", "cpu") is { } asked ? Quantity.Parse(asked) : cpuLimit;
        var resources = new LinuxContainerResources
        {
            CpuShares = Math.Max(LeastShares, (long)(cpuRequest * 1024)),
            MemoryLimitInBytes = (long)Quantity.Parse(limits.At("memory")),
            OomScoreAdj = Score(pod, container, nodeMemory),
        };
        if (cpuLimit > 0)
        {
            resources.CpuPeriod = Period;
            resources.CpuQuota = Math.Max(LeastQuota, (long)(cpuLimit * Period));
        }

        return resources;
    }

    /// <summary>Who is ended first when the node's memory is used up.</summary>
    private static long Score(JsonObject pod, JsonObject container, long nodeMemory)
    {
        switch (pod.Text("status", "qosClass"))
        {
            case "Guaranteed":
                return Guaranteed;
            case "BestEffort" or null:
                return BestEffort;
            default:
                var request = (long)Quantity.Parse(container.At("resources", "requests", "memory") ?? container.At("resources", "limits", "memory"));
                return nodeMemory <= 0 ? BestEffort - 1 : Math.Clamp(BestEffort - (BestEffort * request / nodeMemory), BestEffort + Guaranteed, BestEffort - 1);
        }
    }
}
