namespace Verditer.Clusters.Containers;

/// <summary>What only a try can tell: whether the kernel lets this process make namespaces, mounts, rules and groups of processes.</summary>
internal static class KernelCheck
{
    private static readonly string[] NeededControllers = ["cpu", "memory", "pids"];

    public static IEnumerable<MachineNeed> Run(string folder)
    {
        if (!CanRun("unshare", "--net", "--mount", "--propagation", "slave", "true"))
        {
            yield return new("network and mount namespaces", "Run it on a machine of its own or in a container with all capabilities (CAP_SYS_ADMIN, CAP_NET_ADMIN).");
            yield break;
        }

        if (HostPrograms.Find("nft") is not null && !CanRun("unshare", "--net", "nft", "add table ip verditer-check; add chain ip verditer-check c { type nat hook postrouting priority 100; }; add rule ip verditer-check c masquerade"))
        {
            yield return new("address translation by nftables", "Load the kernel modules nf_tables and nf_nat: modprobe -a nf_tables nft_chain_nat nft_masq");
        }

        if (HostPrograms.Find("ip") is not null && !CanRun("unshare", "--net", "ip", "link", "add", "check0", "type", "veth", "peer", "name", "check1"))
        {
            yield return new("virtual network interfaces", "Load the kernel modules veth and bridge: modprobe -a veth bridge");
        }

        if (!CanOverlay(folder))
        {
            yield return new($"overlayfs on '{folder}'", "Load the kernel module overlay, and choose a state folder that is not on an overlay itself: verditer up --state DIR");
        }

        if (!HasControllers())
        {
            yield return new("control groups (cpu, memory, pids)", "Mount the cgroup filesystem, or start the kernel with cgroup_enable=memory.");
        }
    }

    private static bool CanRun(string program, params string[] arguments) => HostCommand.Try(program, arguments);

    private static bool CanOverlay(string folder)
    {
        var existing = folder;
        while (!Directory.Exists(existing) && Path.GetDirectoryName(existing) is { } parent)
        {
            existing = parent;
        }

        var place = Directory.CreateDirectory(Path.Combine(existing, $".verditer-check-{Environment.ProcessId}"));
        try
        {
            foreach (var part in new[] { "lower", "upper", "work", "merged" })
            {
                place.CreateSubdirectory(part);
            }

            return CanRun("unshare", "--mount", "sh", "-c", "cd \"$1\" && mount -t overlay overlay -o lowerdir=lower,upperdir=upper,workdir=work merged", "sh", place.FullName);
        }
        finally
        {
            place.Delete(recursive: true);
        }
    }

    /// <summary>Version 2 says what it has; of version 1 each controller is a folder.</summary>
    private static bool HasControllers()
    {
        const string Root = "/sys/fs/cgroup";
        var unified = Path.Combine(Root, "cgroup.controllers");
        var has = File.Exists(unified) ? File.ReadAllText(unified).Split([' ', '\n']).ToHashSet() : null;
        return Array.TrueForAll(NeededControllers, name => has?.Contains(name) ?? Directory.Exists(Path.Combine(Root, name)));
    }
}
