namespace Verditer.Clusters.Containers;

/// <summary>Takes away what nodes have on the host: processes, control groups, mounts, sockets. What is not there is no error.</summary>
internal static class Remnants
{
    /// <param name="runFolder">Of one node, or of all of a Verditer.</param>
    /// <param name="controlGroup">Likewise.</param>
    /// <param name="folder">Where their mounts are.</param>
    /// <exception cref="HostCommandException">Something cannot be unmounted.</exception>
    public static async Task RemoveAsync(string runFolder, string controlGroup, string folder, TimeProvider hostTime)
    {
        // containerd first, so that it answers to nothing that follows.
        var runtimes = ProcessTable.FindByArgument(folder + "/").Where(pid => IsNamed(pid, "containerd")).ToList();
        await ProcessTable.KillAsync(runtimes, hostTime);
        var shims = ProcessTable.FindByArgument(runFolder + "/").Where(pid => IsNamed(pid, "containerd-shim")).ToList();
        var sockets = shims.SelectMany(ProcessTable.SocketsOf).ToList();
        await ProcessTable.KillAsync([.. ProcessTable.FindByControlGroup(controlGroup)], hostTime);
        await ProcessTable.KillAsync(shims, hostTime);
        foreach (var socket in sockets)
        {
            File.Delete(socket);
        }

        ProcessTable.RemoveControlGroup(controlGroup);
        await MountedFolder.UnmountAsync(folder);
        await MountedFolder.DeleteAsync(runFolder);
    }

    private static bool IsNamed(int pid, string start)
    {
        try
        {
            return File.ReadAllText($"/proc/{pid}/comm").StartsWith(start, StringComparison.Ordinal);
        }
        catch (IOException)
        {
            return false;
        }
    }
}
