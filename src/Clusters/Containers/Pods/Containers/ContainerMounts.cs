using System.Text.Json.Nodes;
using Verditer.Clusters.Containers.Cri;
using Verditer.Core;
using Verditer.Kubernetes.Controllers;

namespace Verditer.Clusters.Containers;

/// <summary>What is mounted in a container: its volumes, the file for its last words, and the pod's hosts file.</summary>
internal static class ContainerMounts
{
    private const string DefaultMessagePath = "/dev/termination-log";

    /// <param name="volumes">By name, the folder or file of each volume.</param>
    /// <exception cref="PodWorkException">A part of a volume that is asked for cannot be mounted.</exception>
    public static List<Mount> Make(PodPaths paths, JsonObject pod, JsonObject container, uint attempt, IReadOnlyDictionary<string, string> volumes, Func<string, string> expand)
    {
        List<Mount> mounts = [];
        var written = pod.Items("spec", "volumes").Where(WrittenVolumes.Has).Select(volume => volume.Text("name")).ToHashSet();
        foreach (var mount in container.Items("volumeMounts"))
        {
            if (!volumes.TryGetValue(mount.Text("name") ?? "", out var source))
            {
                throw new PodWorkException("CreateContainerConfigError", $"cannot find volume \"{mount.Text("name")}\" to mount into container \"{container.Text("name")}\"");
            }

            var part = mount.Text("subPathExpr") is { Length: > 0 } expression ? expand(expression) : mount.Text("subPath") ?? "";
            mounts.Add(new()
            {
                ContainerPath = mount.Text("mountPath") ?? "",
                HostPath = part.Length == 0 ? source : Part(source, part, paths.VolumePart(container.Text("name") ?? "", mounts.Count), mount),
                Readonly = mount.Flag("readOnly") == true || written.Contains(mount.Text("name")),
                Propagation = mount.Text("mountPropagation") switch
                {
                    "HostToContainer" => MountPropagation.PropagationHostToContainer,
                    "Bidirectional" => MountPropagation.PropagationBidirectional,
                    _ => MountPropagation.PropagationPrivate,
                },
            });
        }

        var message = paths.TerminationMessage(container.Text("name") ?? "", attempt);
        Directory.CreateDirectory(Path.GetDirectoryName(message)!);
        File.WriteAllText(message, "");
        File.SetUnixFileMode(message, (UnixFileMode)0b110_110_110);
        mounts.Add(new() { ContainerPath = container.Text("terminationMessagePath") ?? DefaultMessagePath, HostPath = message });
        if (!mounts.Exists(mount => mount.ContainerPath == "/etc/hosts"))
        {
            HostsFile.Write(paths.HostsFile, pod);
            mounts.Add(new() { ContainerPath = "/etc/hosts", HostPath = paths.HostsFile });
        }

        return mounts;
    }

    /// <summary>A part of a volume, seen at a place of the pod's own.</summary>
    private static string Part(string volume, string part, string place, JsonObject mount)
    {
        try
        {
            VolumePart.Mount(volume, part, place);
            return place;
        }
        catch (IOException)
        {
            throw new PodWorkException("CreateContainerConfigError", $"failed to prepare subPath for volumeMount \"{mount.Text("name")}\" of container");
        }
    }
}
