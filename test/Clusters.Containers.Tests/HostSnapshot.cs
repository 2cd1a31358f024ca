namespace Verditer.Clusters.Containers.Tests;

/// <summary>What there is on this host that nodes could have made.</summary>
internal static class HostSnapshot
{
    /// <param name="folder">Only what belongs to this state folder, and sockets that nobody listens on any more.</param>
    public static async Task<IReadOnlyList<string>> TakeAsync(string folder)
    {
        var own = new HostNames(folder).Instance;
        List<string> lines = [];
        Add("namespace", Entries(HostNames.NamespaceFolder, "vd-"));
        Add("interface", Entries("/sys/class/net", "vd"));
        Add("run", Directory.Exists("/run/verditer") ? Directory.EnumerateDirectories("/run/verditer").SelectMany(path => Directory.EnumerateDirectories(path).Append(path)) : []);
        Add("mount", Mounts.Below(folder));
        Add("process", ProcessTable.FindByArgument("/").Select(CommandLine).Where(line => line.Contains("/run/verditer/", StringComparison.Ordinal) || line.Contains("/containerd.toml", StringComparison.Ordinal)));
        Add("group", ProcessTable.ControlGroupFolders("/verditer").SelectMany(root => Directory.EnumerateDirectories(root, "*", SearchOption.AllDirectories).Append(root)).Where(group => group.Count(letter => letter == '/') < 8));
        Add("socket", Entries("/run/containerd/s", "").Except(ProcessTable.FindByArgument("/usr/bin/containerd-shim-runc-v2").SelectMany(ProcessTable.SocketsOf)));
        Add("rule", (await HostCommand.RunAsync("nft", ["list", "tables"])).Split('\n').Where(line => line.Contains("verditer", StringComparison.Ordinal)));
        return lines;

        void Add(string kind, IEnumerable<string> found) => lines.AddRange(found.Where(one => kind == "socket" || one.Contains(own, StringComparison.Ordinal) || one.Contains(folder, StringComparison.Ordinal)).Select(one => $"{kind} {one}"));
    }

    /// <summary>What there is now and was not before. What other tests have deleted may still be going.</summary>
    public static async Task<IReadOnlyList<string>> NewSinceAsync(IReadOnlyList<string> before, string folder) => [.. (await TakeAsync(folder)).Except(before)];

    private static IEnumerable<string> Entries(string folder, string start) =>
        Directory.Exists(folder) ? Directory.EnumerateFileSystemEntries(folder).Where(path => Path.GetFileName(path).StartsWith(start, StringComparison.Ordinal)) : [];

    private static string CommandLine(int pid)
    {
        try
        {
            return File.ReadAllText($"/proc/{pid}/cmdline").Replace('\0', ' ');
        }
        catch (IOException)
        {
            return "";
        }
    }
}
