using Verditer.Core;

namespace Verditer.Clusters.Containers;

/// <summary>
/// What other parts of the program give to nodes. It is asked for when the first node needs it: those parts need tokens, tokens need clusters, and clusters need nodes.
/// </summary>
internal sealed record NodeParts(
    Func<IMetadataListeners> Metadata, Func<IImageCredentials> Credentials, Func<IEnumerable<INodeNetworkPart>> Network, Func<IEnumerable<IPersistentVolumeMounts>> Disks);
