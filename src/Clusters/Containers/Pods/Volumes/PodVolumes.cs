using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Verditer.Core;
using Verditer.Kubernetes.Controllers;

namespace Verditer.Clusters.Containers;

/// <summary>The volumes of a pod: where each is, made and kept up to date.</summary>
internal sealed class PodVolumes(
    IObjectClient api, NodeMachine machine, IPersistentVolumeMounts? disks, ConcurrentDictionary<string, PodToken> tokens, TimeProvider time, TimeProvider hostTime)
{
    /// <summary>Makes what is missing, and brings files of objects to what the objects say.</summary>
    /// <param name="update">False to leave files of objects as they are.</param>
    /// <returns>By the volume's name, the folder or file that it is; and when its tokens have to be renewed.</returns>
    /// <exception cref="PodWorkException">One cannot be made now.</exception>
    public async Task<(Dictionary<string, string> Places, DateTimeOffset? RenewAt)> EnsureAsync(JsonObject pod, bool update, CancellationToken cancellationToken)
    {
        var podTokens = new PodTokens(api, pod, tokens, time);
        Dictionary<string, string> places = new(StringComparer.Ordinal);
        foreach (var volume in pod.Items("spec", "volumes"))
        {
            var name = volume.Text("name") ?? "";
            places[name] = await PlaceAsync(pod, volume, name, update, podTokens, cancellationToken);
        }

        return (places, podTokens.RenewAt);
    }

    /// <summary>Removes all files of a pod.</summary>
    public async Task RemoveAsync(PodPaths paths, CancellationToken cancellationToken)
    {
        // A part of a disk holds the disk.
        await MountedFolder.UnmountAsync(paths.VolumeParts);
        var claims = paths.Volume("claim", "", inMemory: false);
        foreach (var folder in disks is not null && Directory.Exists(claims) ? Directory.EnumerateDirectories(claims) : [])
        {
            await disks!.UnmountAsync(machine.Name, folder, cancellationToken);
        }

        foreach (var folder in new[] { paths.Folder, paths.MemoryFolder })
        {
            await MountedFolder.DeleteAsync(folder);
        }
    }

    private async Task<string> PlaceAsync(JsonObject pod, JsonObject volume, string name, bool update, PodTokens podTokens, CancellationToken cancellationToken)
    {
        var paths = PodPaths.Of(machine.Paths, pod);
        if (volume["hostPath"] is { } host)
        {
            return HostPath.Check(host.Text("path") ?? "", host.Text("type") ?? "", name);
        }

        if (volume["emptyDir"] is { } empty)
        {
            return await EmptyAsync(paths, pod, empty, name, cancellationToken);
        }

        if (volume.Text("persistentVolumeClaim", "claimName") is { } claim)
        {
            var place = Directory.CreateDirectory(paths.Volume("claim", name, inMemory: false)).FullName;
            var problem = disks is null ? "no persistent volumes on this node" : await disks.MountAsync(api, machine.Name, pod, claim, place, cancellationToken);
            return problem is null ? Group(place, pod) : throw new PodWorkException("ContainerCreating", problem);
        }

        if (WrittenVolumes.Has(volume))
        {
            var folder = paths.Volume("files", name, inMemory: true);
            if (update)
            {
                AtomicFolder.Write(folder, new ProjectedFiles(api, pod, podTokens).Of(volume), pod.At("spec", "securityContext", "fsGroup").Long(), hostTime);
            }

            return folder;
        }

        throw new PodWorkException("ContainerCreating", $"MountVolume.SetUp failed for volume \"{name}\" : no volume plugin matched");
    }

    private static async Task<string> EmptyAsync(PodPaths paths, JsonObject pod, JsonNode source, string name, CancellationToken cancellationToken)
    {
        var folder = paths.Volume("empty-dir", name, inMemory: false);
        if (!Directory.Exists(folder))
        {
            Directory.CreateDirectory(folder);
            File.SetUnixFileMode(folder, (UnixFileMode)0b111_111_111);
        }

        if (source.Text("medium") == "Memory" && !Mounts.IsMounted(folder))
        {
            var limit = Quantity.Parse(source["sizeLimit"]);
            await Mounts.MountMemoryAsync(folder, limit > 0 ? (long)limit : null, cancellationToken);
            File.SetUnixFileMode(folder, (UnixFileMode)0b111_111_111);
        }

        return Group(folder, pod);
    }

    /// <summary>The pod's group owns the folder, and what is made in it.</summary>
    private static string Group(string folder, JsonObject pod)
    {
        if (pod.At("spec", "securityContext", "fsGroup").Long() is { } group)
        {
            NativeFile.SetOwner(folder, null, group);
            File.SetUnixFileMode(folder, File.GetUnixFileMode(folder) | UnixFileMode.SetGroup | (UnixFileMode)0b000_111_000);
        }

        return folder;
    }
}
