namespace Verditer.Clusters.Containers;

/// <summary>Takes away everything that a Verditer has made on the host, also after it was killed. Its images stay in the state folder.</summary>
public static class HostCleanup
{
    /// <summary>True when there is anything on the host that belongs to this state folder.</summary>
    public static bool IsNeeded(string stateFolder)
    {
        var names = new HostNames(stateFolder);
        return Directory.Exists(names.RunRoot) || NamespacesOf(names).Any() || Mounts.Below(names.NodesFolder).Count > 0;
    }

    /// <param name="stateFolder">The full path, without links. No Verditer may run on it.</param>
    public static async Task RunAsync(string stateFolder, TimeProvider hostTime)
    {
        var names = new HostNames(stateFolder);
        await Remnants.RemoveAsync(names.RunRoot, names.ControlGroup, names.NodesFolder, hostTime);
        foreach (var path in NamespacesOf(names).ToList())
        {
            await HostCommand.TryAsync("ip", "netns", "del", Path.GetFileName(path));
        }

        foreach (var link in Directory.EnumerateFileSystemEntries("/sys/class/net", names.InterfacePrefix + "*"))
        {
            await HostCommand.TryAsync("ip", "link", "del", Path.GetFileName(link));
        }

        await new HostRules(names).RemoveAsync();
        RemoveIfEmpty(Path.GetDirectoryName(names.RunRoot)!);
        foreach (var group in ProcessTable.ControlGroupFolders("/verditer"))
        {
            RemoveIfEmpty(group);
        }
    }

    private static IEnumerable<string> NamespacesOf(HostNames names) =>
        Directory.Exists(HostNames.NamespaceFolder) ? Directory.EnumerateFiles(HostNames.NamespaceFolder, names.NamespacePrefix + "*") : [];

    private static void RemoveIfEmpty(string folder)
    {
        try
        {
            Directory.Delete(folder);
        }
        catch (IOException)
        {
            // Another Verditer has something in it, or it is not there.
        }
    }
}
