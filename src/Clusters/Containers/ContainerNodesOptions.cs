using System.Net;

namespace Verditer.Clusters.Containers;

/// <summary>How nodes with containers are run.</summary>
public sealed record ContainerNodesOptions
{
    /// <summary>The state folder, a full path: nodes have theirs in it, and what is made on the host is named after it.</summary>
    public required string StateFolder { get; init; }

    /// <summary>Verditer's port, by which nodes reach registries of Azure. Asked for at each connection. Null where nodes reach none.</summary>
    public Func<IPEndPoint>? AzurePort { get; init; }

    /// <summary>A file (PEM) with the authorities that nodes trust besides the system's; null for those of the system.</summary>
    public string? CaBundle { get; init; }

    /// <summary>How long a node is without its container runtime before that is started again.</summary>
    public TimeSpan RuntimePause { get; init; } = TimeSpan.FromSeconds(5);
}
