using System.Runtime.InteropServices;

namespace Verditer.Clusters.Containers;

/// <summary>Whether this machine can run nodes with containers, and what it lacks.</summary>
public static class MachineCheck
{
    /// <summary>Where Debian and others keep the plug-ins of the Container Network Interface.</summary>
    internal static readonly string[] PluginFolders = ["/opt/cni/bin", "/usr/lib/cni", "/usr/libexec/cni"];

    internal static readonly string[] Plugins = ["bridge", "host-local", "loopback", "portmap"];

    private static readonly (string Program, string Package)[] Programs =
    [
        ("containerd", "containerd"), ("ctr", "containerd"), ("runc", "runc"), ("ip", "iproute2"), ("nft", "nftables"), ("nsenter", "util-linux"), ("unshare", "util-linux"),
        ("setsid", "util-linux"), ("mount", "mount"), ("umount", "mount"),
    ];

    /// <summary>All that is missing; nothing where nodes with containers can run.</summary>
    /// <param name="folder">Where images will be kept, or the nearest folder above it that exists.</param>
    public static IReadOnlyList<MachineNeed> Run(string folder)
    {
        if (!OperatingSystem.IsLinux())
        {
            return [new("Linux", "Nodes with containers run on Linux only.")];
        }

        List<MachineNeed> needs = [];
        if (RuntimeInformation.ProcessArchitecture != Architecture.X64)
        {
            needs.Add(new("an x86-64 processor", "Nodes with containers run on x86-64 only."));
        }

        if (!Environment.IsPrivilegedProcess)
        {
            needs.Add(new("root", "Start it as root: sudo verditer up"));
            return needs;
        }

        needs.AddRange(Programs
            .Where(program => HostPrograms.Find(program.Program) is null)
            .Select(program => new MachineNeed(program.Program, $"apt-get install {program.Package}")));
        if (FindPlugins() is null)
        {
            needs.Add(new("network plug-ins (bridge, host-local, loopback, portmap)", "apt-get install containernetworking-plugins"));
        }

        needs.AddRange(KernelCheck.Run(folder));
        return needs;
    }

    /// <summary>The folder that has all plug-ins that are used; null where none has.</summary>
    internal static string? FindPlugins() =>
        PluginFolders.FirstOrDefault(folder => Array.TrueForAll(Plugins, plugin => File.Exists(Path.Combine(folder, plugin))));

    /// <summary>One sentence for a person.</summary>
    public static string Describe(IReadOnlyList<MachineNeed> needs) => needs.Count == 0
        ? "this machine can run containers"
        : $"this machine lacks {string.Join(", ", needs.Select(need => need.What).Distinct())}. {string.Join("; ", needs.Select(need => need.Remedy).Distinct())}";
}
