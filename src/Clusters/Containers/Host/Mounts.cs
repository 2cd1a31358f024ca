using Verditer.Core;

namespace Verditer.Clusters.Containers;

/// <summary>Mounts that Verditer makes on the host, all below its own folders.</summary>
internal static class Mounts
{
    /// <summary>Mount points at a path and below it, the innermost first.</summary>
    public static List<string> Below(string path)
    {
        var real = RealPath.Of(path);
        return
        [
            .. File.ReadLines("/proc/self/mountinfo")
                .Select(line => line.Split(' ')[4].Replace("\\040", " ", StringComparison.Ordinal))
                .Where(point => point == real || point.StartsWith(real.TrimEnd('/') + "/", StringComparison.Ordinal))
                .Reverse(),
        ];
    }

    public static bool IsMounted(string path) => Below(path).Contains(RealPath.Of(path));

    /// <summary>Makes a folder a mount of its own, so that mounts made in it later are seen in the mount namespaces that were made before.</summary>
    public static async Task ShareAsync(string path, CancellationToken cancellationToken)
    {
        if (!IsMounted(path))
        {
            await HostCommand.RunAsync("mount", ["--bind", path, path], cancellationToken: cancellationToken);
            await HostCommand.RunAsync("mount", ["--make-shared", path], cancellationToken: cancellationToken);
        }
    }

    /// <param name="size">Bytes; null for the system's own limit.</param>
    public static async Task MountMemoryAsync(string path, long? size, CancellationToken cancellationToken)
    {
        if (!IsMounted(path))
        {
            var options = size is { } bytes ? $"mode=0700,size={bytes}" : "mode=0700";
            await HostCommand.RunAsync("mount", ["-t", "tmpfs", "-o", options, "tmpfs", path], cancellationToken: cancellationToken);
        }
    }

    public static async Task UnmountAllAsync(string path)
    {
        foreach (var point in Below(path))
        {
            await HostCommand.TryAsync("umount", "--lazy", point);
        }
    }
}
