namespace Verditer.Clusters.Containers;

/// <summary>What the host says that it is; nodes share its kernel.</summary>
internal static class HostSystem
{
    public static string Kernel { get; } = Read("/proc/sys/kernel/osrelease").Trim();

    /// <summary>The distribution's name; source: os-release(5).</summary>
    public static string Name { get; } = Read("/etc/os-release").Split('\n')
        .FirstOrDefault(line => line.StartsWith("PRETTY_NAME=", StringComparison.Ordinal))?["PRETTY_NAME=".Length..].Trim('"') ?? "Linux";

    private static string Read(string path) => File.Exists(path) ? File.ReadAllText(path) : "";
}
