using System.Text.Json.Nodes;
using Verditer.Core;

namespace Verditer.Kubernetes.Controllers;

/// <summary>How a simulated node is told from a real one, and how it can be made to fail.</summary>
internal static class SimulatedNode
{
    public const string Runtime = "verditer-simulated://1";

    /// <summary>Which labels and taints come from the node's description: those that a new description leaves out are taken away.</summary>
    public const string DescribedAnnotation = "verditer.dev/described";

    /// <summary>With the value <c>stopped</c> the node's kubelet does nothing any more, as if the machine were gone.</summary>
    public const string KubeletAnnotation = "verditer.dev/kubelet";

    public static bool IsSimulated(JsonObject node) => node.Annotation(DescribedAnnotation) is not null;

    public static bool IsRunning(JsonObject node) =>
        IsSimulated(node) && !node.IsBeingDeleted() && node.Annotation(KubeletAnnotation) != "stopped";

    public static string? InternalIp(JsonObject node) => node.Items("status", "addresses")
        .FirstOrDefault(address => address.Text("type") == "InternalIP")
        .Text("address");
}
