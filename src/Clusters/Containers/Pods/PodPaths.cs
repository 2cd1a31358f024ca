using System.Text.Json.Nodes;
using Verditer.Kubernetes.Controllers;

namespace Verditer.Clusters.Containers;

/// <summary>Where a pod has its files on its node's host side.</summary>
internal sealed class PodPaths(NodePaths node, string @namespace, string name, string uid)
{
    public static PodPaths Of(NodePaths node, JsonObject pod) => new(node, pod.Namespace() ?? "", pod.Name(), pod.Uid());

    public string Folder => Path.Combine(node.PodFolder, uid);

    /// <summary>In memory.</summary>
    public string MemoryFolder => Path.Combine(node.SecretFolder, uid);

    public string LogFolder => Path.Combine(node.LogFolder, $"{@namespace}_{name}_{uid}");

    public string HostsFile => Path.Combine(Folder, "etc-hosts");

    public string TerminationMessage(string container, uint attempt) => Path.Combine(Folder, "containers", container, $"{attempt}.message");

    /// <summary>The log of one run of a container; what the runtime is told is the part below <see cref="LogFolder"/>.</summary>
    public string Log(string container, uint attempt) => Path.Combine(LogFolder, LogName(container, attempt));

    public static string LogName(string container, uint attempt) => $"{container}/{attempt}.log";

    /// <summary>Where parts of volumes are mounted.</summary>
    public string VolumeParts => Path.Combine(Folder, "volume-parts");

    /// <param name="number">Of the mount in the container.</param>
    public string VolumePart(string container, int number) => Path.Combine(VolumeParts, container, $"{number}");

    /// <param name="kind">Of its source, such as <c>empty-dir</c>.</param>
    public string Volume(string kind, string volume, bool inMemory) => Path.Combine(inMemory ? MemoryFolder : Folder, "volumes", kind, volume);
}
