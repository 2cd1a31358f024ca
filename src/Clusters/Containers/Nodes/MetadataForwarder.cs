using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Logging;
using Verditer.Core;

namespace Verditer.Clusters.Containers;

/// <summary>169.254.169.254:80 in the namespace of one node. It leads to this node's metadata listener alone.</summary>
internal sealed class MetadataForwarder(string node, string networkNamespace, IMetadataListeners listeners, ILogger logger)
    : NamespaceForwarder(networkNamespace, new(IPAddress.Parse(NodeNamespace.MetadataAddress), Port))
{
    private const int Port = 80;

    protected override EndPoint? FindTarget() => listeners.FindNodeSocket(node) is { } path ? new UnixDomainSocketEndPoint(path) : null;

    protected override void Failed(string message) => logger.MetadataFailed(node, message);
}
