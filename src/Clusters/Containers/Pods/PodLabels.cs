using System.Text.Json.Nodes;
using Google.Protobuf.Collections;
using Verditer.Kubernetes.Controllers;

namespace Verditer.Clusters.Containers;

/// <summary>The labels by which a kubelet finds its sandboxes and containers again.</summary>
internal static class PodLabels
{
    public const string Uid = "io.kubernetes.pod.uid";
    public const string Name = "io.kubernetes.pod.name";
    public const string Namespace = "io.kubernetes.pod.namespace";
    public const string Container = "io.kubernetes.container.name";

    /// <summary>Which image the pod asked for when the container was made.</summary>
    public const string AskedImage = "verditer.dev/image";

    public static void Set(MapField<string, string> labels, JsonObject pod, string? container = null)
    {
        labels[Uid] = pod.Uid();
        labels[Name] = pod.Name();
        labels[Namespace] = pod.Namespace() ?? "";
        if (container is not null)
        {
            labels[Container] = container;
        }
    }
}
