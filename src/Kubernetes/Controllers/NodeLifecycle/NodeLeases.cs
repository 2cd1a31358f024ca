namespace Verditer.Kubernetes.Controllers;

internal static class NodeLeases
{
    public const string Namespace = "kube-node-lease";
}
