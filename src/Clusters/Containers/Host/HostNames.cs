using System.Security.Cryptography;
using System.Text;

namespace Verditer.Clusters.Containers;

/// <summary>
/// What Verditer makes on the host is named after its state folder, so that it can be found again after a crash, and two Verditers never touch each other's.
/// </summary>
/// <param name="stateFolder">The full path.</param>
internal sealed class HostNames(string stateFolder)
{
    public const string NamespaceFolder = "/run/netns";
    public const string RouterSuffix = "-gw";
    private const string RunFolder = "/run/verditer";

    /// <summary>Six characters that stand for the state folder.</summary>
    public string Instance { get; } = Short(stateFolder, 6);

    /// <summary>The start of the names of all network namespaces.</summary>
    public string NamespacePrefix => $"vd-{Instance}-";

    /// <summary>The start of the names of all network interfaces on the host.</summary>
    public string InterfacePrefix => $"vd{Instance}";

    /// <summary>The table of rules on the host.</summary>
    public string RuleTable => $"verditer-{Instance}";

    /// <summary>What lasts as long as the host runs: sockets and the state of containerd.</summary>
    public string RunRoot => Path.Combine(RunFolder, Instance);

    /// <summary>The group of processes of all containers.</summary>
    public string ControlGroup => $"/verditer/{Instance}";

    /// <summary>What lasts: images, logs, volumes.</summary>
    public string NodesFolder => Path.Combine(stateFolder, "nodes");

    public string Router(string network) => $"{NamespacePrefix}{Short(network, 8)}{RouterSuffix}";

    /// <summary>The host's end of the way out of a virtual network; 14 of the 15 characters that an interface may have.</summary>
    public string UplinkOf(string router) => InterfacePrefix + router[NamespacePrefix.Length..][..6];

    public string Node(string clusterKey, string node) => $"{NamespacePrefix}{Short(clusterKey, 8)}-{node}";

    public string NodeFolder(string clusterKey, string node) => Path.Combine(NodesFolder, clusterKey, node);

    public string NodeRunFolder(string clusterKey, string node) => Path.Combine(RunRoot, Short($"{clusterKey}/{node}", 8));

    /// <summary>The node's end in the router's namespace.</summary>
    public static string Port(string node) => $"n{Short(node, 10)}";

    public static string PathOf(string networkNamespace) => Path.Combine(NamespaceFolder, networkNamespace);

    public static string Short(string text, int characters) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..characters];
}
