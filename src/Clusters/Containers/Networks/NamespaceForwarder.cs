using System.Net;
using System.Net.Sockets;

namespace Verditer.Clusters.Containers;

/// <summary>
/// Listens in a node's namespace and leads each connection somewhere else. The listening socket is the node's own, so whoever reaches it is on the node or in one of its
/// pods, whatever address he claims; nothing of it can be reached from the host or from another node.
/// </summary>
internal abstract class NamespaceForwarder : IAsyncDisposable
{
    private readonly Socket _listener;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _accepting;

    protected NamespaceForwarder(string networkNamespace, IPEndPoint listen)
    {
        _listener = NamespaceSockets.Listen(networkNamespace, listen);
        _accepting = Task.Run(AcceptAsync);
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Dispose();
        await _accepting.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
    }

    /// <summary>Where a connection leads; null to end it.</summary>
    protected abstract EndPoint? FindTarget();

    protected abstract void Failed(string message);

    private async Task AcceptAsync()
    {
        while (true)
        {
            _ = ServeAsync(await _listener.AcceptAsync(_stop.Token));
        }
    }

    private async Task ServeAsync(Socket accepted)
    {
        await using var client = new NetworkStream(accepted, ownsSocket: true);
        try
        {
            if (FindTarget() is not { } target)
            {
                return;
            }

            using var socket = new Socket(target.AddressFamily, SocketType.Stream, ProtocolType.Unspecified);
            await socket.ConnectAsync(target, _stop.Token);
            await using var server = new NetworkStream(socket, ownsSocket: false);
            await Splice.RunAsync(client, server, stream => (stream == client ? accepted : socket).Shutdown(SocketShutdown.Send), _stop.Token);
        }
        catch (Exception e) when (e is SocketException or IOException or OperationCanceledException or ObjectDisposedException)
        {
            if (!_stop.IsCancellationRequested)
            {
                Failed(e.Message);
            }
        }
    }
}
