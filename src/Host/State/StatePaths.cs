using Verditer.Core;

namespace Verditer.Host;

/// <summary>The files of a state folder. Also what <c>verditer reset</c> removes: nothing else in the folder is Verditer's.</summary>
/// <param name="Root">The folder, a full path.</param>
public sealed record StatePaths(string Root)
{
    public string Database => At("verditer.db");

    /// <summary>Verditer's own certificate authority, PEM.</summary>
    public string CaCertificate => At("ca.pem");

    public string CaKey => At("ca.key");

    /// <summary>The system's certificate authorities and Verditer's, for clients that trust one file only.</summary>
    public string CaBundle => At("ca-bundle.pem");

    /// <summary>The key that seals secrets in the database.</summary>
    public string SecretKey => At("secret.key");

    /// <summary>The bootstrap principal and its secret.</summary>
    public string Bootstrap => At("bootstrap.json");

    /// <summary>How far Verditer's clock is from the host's.</summary>
    public string Clock => At("clock.json");

    /// <summary>The process that runs on this folder, and its port.</summary>
    public string Runtime => At("runtime.json");

    public string Lock => At("lock");

    /// <summary>Standard output and error of a detached process.</summary>
    public string Log => At("verditer.log");

    /// <summary>The same of the detached process before.</summary>
    public string PreviousLog => Log + ".1";

    /// <summary>AZURE_CONFIG_DIR.</summary>
    public string AzureFolder => At("azure");

    public string KubeFolder => At("kube");

    /// <summary>KUBECONFIG.</summary>
    public string Kubeconfig => Path.Combine(KubeFolder, "config");

    /// <summary>KUBECACHEDIR: what kubectl remembers of the clusters' APIs.</summary>
    public string KubeCache => Path.Combine(KubeFolder, "cache");

    public string ClustersFolder => At("clusters");

    /// <summary>Images, logs and volumes of nodes that run containers.</summary>
    public string NodesFolder => At("nodes");

    public string MetadataFolder => At("metadata");

    /// <summary>What container registries hold.</summary>
    public string RegistryFolder => At("registry");

    /// <summary>Where running commands talk to the server. A Unix socket's path is short; a deep folder has its socket elsewhere.</summary>
    public string AdminSocket => UnixSocketPath.For(Root, "admin.sock");

    /// <summary>The folders outside of this one that a deep state folder has its sockets in; none for a folder with a short path.</summary>
    public IEnumerable<string> SocketFoldersElsewhere =>
        new[] { (Root, AdminSocket), (MetadataFolder, UnixSocketPath.For(MetadataFolder, "0123456789ab.sock")) }
            .Select(one => (Folder: one.Item1, Sockets: Path.GetDirectoryName(one.Item2)!))
            .Where(one => one.Folder != one.Sockets)
            .Select(one => one.Sockets);

    public IReadOnlyList<string> Files =>
    [
        Database, Database + "-wal", Database + "-shm", Database + ".lock", CaCertificate, CaKey, CaBundle, SecretKey, Bootstrap, Clock, Runtime, Log, PreviousLog, At("admin.sock"), Lock,
    ];

    public IReadOnlyList<string> Folders => [AzureFolder, KubeFolder, ClustersFolder, NodesFolder, MetadataFolder, RegistryFolder];

    /// <summary>The folder that is used: the one asked for, VERDITER_STATE, or the user's own. Links are followed here, once: the kernel tells mounts in it by their real paths.</summary>
    public static StatePaths Choose(string? asked)
    {
        var folder = FirstOf(asked, Environment.GetEnvironmentVariable("VERDITER_STATE")) ?? Usual();
        var full = Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder));
        return new StatePaths(OperatingSystem.IsWindows() ? full : RealPath.Of(full));
    }

    private static string Usual() => Path.Combine(
        FirstOf(Environment.GetEnvironmentVariable("XDG_STATE_HOME"))
            ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".local", "state"),
        "verditer");

    private static string? FirstOf(params ReadOnlySpan<string?> values)
    {
        foreach (var value in values)
        {
            if (!string.IsNullOrWhiteSpace(value))
            {
                return value;
            }
        }

        return null;
    }

    private string At(string name) => Path.Combine(Root, name);
}
