namespace Verditer.Core;

/// <summary>Labels of nodes that more than one part reads. Source: https://learn.microsoft.com/azure/aks/use-labels#reserved-system-labels</summary>
public static class NodeLabels
{
    /// <summary>The client id of the identity with which the node pulls images.</summary>
    public const string KubeletClientId = "kubernetes.azure.com/kubelet-identity-client-id";
}
