using Microsoft.Extensions.Logging;
using Verditer.Core;

namespace Verditer.Clusters.Containers;

/// <summary>What the machines of one cluster work with.</summary>
/// <param name="Changed">Called with a node's name when its health has changed.</param>
/// <param name="ContainersChanged">Called with a node's name and a container's id when that was started or has ended.</param>
internal sealed record NodeServices(
    HostNames Names,
    VirtualNetworks Networks,
    Func<IMetadataListeners> Metadata,
    ContainerNodesOptions Options,
    TimeProvider HostTime,
    ILogger Logger,
    Action<string> Changed,
    Action<string, string> ContainersChanged);
