namespace Verditer.Kubernetes.Controllers;

/// <summary>What a node says of its machine: <c>status.nodeInfo</c>.</summary>
/// <param name="Runtime"><c>containerRuntimeVersion</c>, such as <c>containerd://1.6.20</c>.</param>
internal sealed record NodeSystem(string Runtime, string Kernel, string OsImage)
{
    public static readonly NodeSystem Simulated = new(SimulatedNode.Runtime, "simulated", "Verditer simulated node");
}
