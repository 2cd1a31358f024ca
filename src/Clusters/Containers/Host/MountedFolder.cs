namespace Verditer.Clusters.Containers;

/// <summary>Folders in which something may be mounted.</summary>
internal static class MountedFolder
{
    /// <summary>Unmounts what is mounted at and below a folder, and deletes it: never what is mounted there, be it a disk or a folder of the host. What is not there is no error.</summary>
    /// <exception cref="HostCommandException">Something is still mounted; nothing was deleted.</exception>
    public static async Task DeleteAsync(string folder)
    {
        await UnmountAsync(folder);
        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <exception cref="HostCommandException">Something is still mounted.</exception>
    public static async Task UnmountAsync(string folder)
    {
        await Mounts.UnmountAllAsync(folder);
        if (Mounts.Below(folder) is [var left, ..])
        {
            throw new HostCommandException($"'{left}' cannot be unmounted; '{folder}' is left as it is.");
        }
    }
}
