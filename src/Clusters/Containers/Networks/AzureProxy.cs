using System.Net;
using Microsoft.Extensions.Logging;

namespace Verditer.Clusters.Containers;

/// <summary>
/// The node's own way to Azure's names, such as registries': a port of the node's loopback that leads to Verditer's, which is a proxy. containerd is told of it. Pods have
/// loopbacks of their own and do not reach it, but for those on the node's network; there as everywhere, only credentials give rights.
/// </summary>
internal sealed class AzureProxy(ContainerNodesOptions options, ILogger<AzureProxy> logger) : INodeNetworkPart
{
    public static readonly IPEndPoint Address = new(IPAddress.Loopback, 3128);

    public Task<IAsyncDisposable> StartAsync(IObjectClient api, ClusterFacts cluster, NodeNetwork network, CancellationToken cancellationToken) =>
        Task.FromResult<IAsyncDisposable>(new Forwarder(network, options.AzurePort!, logger));

    private sealed class Forwarder(NodeNetwork network, Func<IPEndPoint> port, ILogger logger) : NamespaceForwarder(network.NamespacePath, Address)
    {
        protected override EndPoint? FindTarget() => port();

        protected override void Failed(string message) => logger.ProxyFailed(network.Name, message);
    }
}
