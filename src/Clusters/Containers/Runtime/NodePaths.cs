namespace Verditer.Clusters.Containers;

/// <summary>Where a node has its files.</summary>
/// <param name="Folder">What lasts: images, logs, volumes.</param>
/// <param name="RunFolder">What ends with the host: sockets, containerd's state. Short, because a socket's path is.</param>
internal sealed record NodePaths(string Folder, string RunFolder)
{
    public string Socket => Path.Combine(RunFolder, "c.sock");

    public string RuntimeState => Path.Combine(RunFolder, "state");

    public string RuntimeRoot => Path.Combine(Folder, "root");

    public string RuntimeConfiguration => Path.Combine(Folder, "containerd.toml");

    public string RuntimeLog => Path.Combine(Folder, "containerd.log");

    public string NetworkConfigurationFolder => Path.Combine(Folder, "net.d");

    public string NetworkDataFolder => Path.Combine(RunFolder, "ipam");

    public string RegistryFolder => Path.Combine(Folder, "registries");

    public string LogFolder => Path.Combine(Folder, "logs");

    /// <summary>Volumes and other files of pods. It is a mount of its own, so that what is mounted in it later shows in the node too.</summary>
    public string PodFolder => Path.Combine(Folder, "pods");

    /// <summary>In memory: what must not be on disk.</summary>
    public string SecretFolder => Path.Combine(PodFolder, ".memory");
}
