using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Verditer.Cli;

/// <summary>A loopback port, for the life of one command, that leads to a node's metadata listener. Clients find it by the variables of a protocol.</summary>
internal sealed class NodeForwarder : IAsyncDisposable
{
    private readonly TcpListener _listener;
    private readonly string _socket;
    private readonly CancellationTokenSource _ended = new();
    private readonly CancellationToken _end;
    private readonly Task _accepting;

    private NodeForwarder(TcpListener listener, string socket)
    {
        (_listener, _socket, _end) = (listener, socket, _ended.Token);
        _accepting = AcceptAsync();
    }

    public IReadOnlyList<KeyValuePair<string, string>> Variables { get; private init; } = [];

    /// <param name="socket">The node's metadata socket.</param>
    /// <param name="protocol">Which variables lead there.</param>
    /// <param name="identityHeader">The secret of App Service's protocol at this listener.</param>
    public static NodeForwarder Start(string socket, IdentityProtocol protocol, string identityHeader)
    {
        var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var address = string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}");
        return new(listener, socket)
        {
            Variables = protocol.Variables(address, identityHeader),
        };
    }

    public async ValueTask DisposeAsync()
    {
        await _ended.CancelAsync();
        _listener.Dispose();
        await _accepting;
        _ended.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                _ = ForwardAsync(await _listener.AcceptSocketAsync(_end));
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or InvalidOperationException)
        {
            // The command has ended.
        }
    }

    private async Task ForwardAsync(Socket near)
    {
        try
        {
            await using var client = new NetworkStream(near, ownsSocket: true);
            using var far = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            await far.ConnectAsync(new UnixDomainSocketEndPoint(_socket), _end);
            await using var node = new NetworkStream(far, ownsSocket: false);
            await Task.WhenAny(client.CopyToAsync(node, _end), node.CopyToAsync(client, _end));
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or IOException)
        {
            // One of the two went away.
        }
    }
}
