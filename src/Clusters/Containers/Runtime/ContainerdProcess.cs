using System.Diagnostics;

namespace Verditer.Clusters.Containers;

/// <summary>
/// Starts containerd of a node in the node's network namespace and a mount namespace of its own. It is no part of this process: it outlives a crash, and the next start
/// finds it at its socket.
/// </summary>
internal static class ContainerdProcess
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    /// <summary>`ip netns exec` would hide the control groups, which runc needs: nsenter leaves them in sight.</summary>
    private const string Script = "exec setsid nsenter --net=\"$1\" unshare --mount --propagation slave containerd --config \"$2\" </dev/null >>\"$3\" 2>&1";

    /// <returns>Its name and version.</returns>
    /// <exception cref="HostCommandException">It does not answer; the message has its last words.</exception>
    public static async Task<string> EnsureAsync(
        RuntimeConnection connection, NodePaths paths, string networkNamespace, ContainerNodesOptions options, TimeProvider hostTime, CancellationToken cancellationToken)
    {
        if (File.Exists(paths.Socket) && await connection.FindVersionAsync(cancellationToken) is { } running)
        {
            // Whoever started it may have been killed before it had the image.
            await EnsurePauseImageAsync(connection, paths, cancellationToken);
            return running;
        }

        Prepare(paths);
        using var process = Start(paths, networkNamespace, options);
        var begun = hostTime.GetTimestamp();
        while (hostTime.GetElapsedTime(begun) < Patience && !process.HasExited)
        {
            if (File.Exists(paths.Socket) && await connection.FindVersionAsync(cancellationToken) is { } version)
            {
                await EnsurePauseImageAsync(connection, paths, cancellationToken);
                return version;
            }

            await Task.Delay(Pause, hostTime, cancellationToken);
        }

        throw new HostCommandException($"containerd does not answer. Its last words, of {paths.RuntimeLog}: {LastLine(paths.RuntimeLog)}");
    }

    private static void Prepare(NodePaths paths)
    {
        foreach (var folder in new[] { paths.RuntimeRoot, paths.RuntimeState, paths.NetworkConfigurationFolder, paths.RegistryFolder, paths.LogFolder })
        {
            Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        File.Delete(paths.Socket);
        var plugins = MachineCheck.FindPlugins() ?? throw new HostCommandException("The network plug-ins are not installed. Get them with: apt-get install containernetworking-plugins");
        File.WriteAllText(paths.RuntimeConfiguration, ContainerdConfiguration.Write(paths, plugins));
    }

    private static Process Start(NodePaths paths, string networkNamespace, ContainerNodesOptions options)
    {
        var start = new ProcessStartInfo("/bin/sh", ["-c", Script, "containerd", networkNamespace, paths.RuntimeConfiguration, paths.RuntimeLog]);
        start.Environment["PATH"] = $"{start.Environment["PATH"]}:/usr/local/sbin:/usr/sbin:/sbin";

        // Proxies of this process are for its own requests, and lead nowhere in a node.
        foreach (var name in start.Environment.Keys.Where(name => name.EndsWith("_proxy", StringComparison.OrdinalIgnoreCase)).ToList())
        {
            start.Environment.Remove(name);
        }

        if (options.AzurePort is not null)
        {
            start.Environment["HTTPS_PROXY"] = $"http://{AzureProxy.Address}";
        }

        if (options.CaBundle is { } bundle)
        {
            start.Environment["SSL_CERT_FILE"] = bundle;
        }

        return Process.Start(start)!;
    }

    private static async Task EnsurePauseImageAsync(RuntimeConnection connection, NodePaths paths, CancellationToken cancellationToken)
    {
        var status = await connection.Images.ImageStatusAsync(new() { Image = new() { Image = PauseImage.Name } }, cancellationToken: cancellationToken);
        if (status.Image is not null)
        {
            return;
        }

        var file = Path.Combine(paths.Folder, "pause.tar");
        await using (var output = File.Create(file))
        {
            PauseImage.Write(output);
        }

        await HostCommand.RunAsync("ctr", ["--address", paths.Socket, "-n", "k8s.io", "images", "import", file], cancellationToken: cancellationToken);
        File.Delete(file);
    }

    private static string LastLine(string path) => File.Exists(path) ? File.ReadLines(path).LastOrDefault() ?? "" : "";
}
