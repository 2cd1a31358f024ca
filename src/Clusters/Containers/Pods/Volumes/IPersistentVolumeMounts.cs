using System.Text.Json.Nodes;

namespace Verditer.Clusters.Containers;

/// <summary>Persistent volumes on nodes: attached disks, made into folders.</summary>
public interface IPersistentVolumeMounts
{
    /// <summary>Mounts the volume of a claim where it is not mounted. May be repeated.</summary>
    /// <param name="folder">A folder of this pod and this volume that is seen in the node and in its containers; the filesystem is to be mounted on it.</param>
    /// <param name="claim">The claim's name, in the pod's namespace.</param>
    /// <returns>Null once it is mounted; else why not yet, in the words of a kubelet's event.</returns>
    Task<string?> MountAsync(IObjectClient api, string node, JsonObject pod, string claim, string folder, CancellationToken cancellationToken);

    /// <summary>Takes the volume off. May be repeated, and is called for folders on which nothing is mounted.</summary>
    Task UnmountAsync(string node, string folder, CancellationToken cancellationToken);
}
