using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Logging;
using Verditer.Core;

namespace Verditer.Clusters.Containers;

/// <summary>
/// 169.254.169.254:80 in the namespace of one node. The listening socket is the node's own, so whoever reaches it is on the node or in one of its pods, whatever address
/// he claims; nothing of it can be reached from the host or from another node, and it leads to this node's metadata listener alone.
/// </summary>
internal sealed class MetadataForwarder : IAsyncDisposable
{
    private const int Port = 80;

    private readonly Socket _listener;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _accepting;

    public MetadataForwarder(string node, string networkNamespace, IMetadataListeners listeners, ILogger logger)
    {
        _listener = NamespaceSockets.Listen(networkNamespace, new(IPAddress.Parse(NodeNamespace.MetadataAddress), Port));
        _accepting = Task.Run(() => AcceptAsync(node, listeners, logger));
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Dispose();
        await _accepting.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
    }

    private async Task AcceptAsync(string node, IMetadataListeners listeners, ILogger logger)
    {
        while (true)
        {
            var client = await _listener.AcceptAsync(_stop.Token);
            _ = ServeAsync(client, node, listeners, logger);
        }
    }

    private async Task ServeAsync(Socket accepted, string node, IMetadataListeners listeners, ILogger logger)
    {
        await using var client = new NetworkStream(accepted, ownsSocket: true);
        try
        {
            if (listeners.FindNodeSocket(node) is not { } path)
            {
                return;
            }

            using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(path), _stop.Token);
            await using var server = new NetworkStream(socket, ownsSocket: false);
            await Splice.RunAsync(client, server, stream => (stream == client ? accepted : socket).Shutdown(SocketShutdown.Send), _stop.Token);
        }
        catch (Exception e) when (e is SocketException or IOException or OperationCanceledException or ObjectDisposedException)
        {
            if (!_stop.IsCancellationRequested)
            {
                logger.MetadataFailed(node, e.Message);
            }
        }
    }
}
