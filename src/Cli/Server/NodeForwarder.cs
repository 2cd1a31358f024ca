using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Verditer.Cli;

/// <summary>
/// A loopback port, for the life of one command, that leads to a node's metadata listener; tunnels (<c>CONNECT</c>) lead to Verditer's own port. Clients find it by the variables
/// of a protocol.
/// </summary>
internal sealed class NodeForwarder : IAsyncDisposable
{
    private static readonly byte[] Tunnel = "CONNECT "u8.ToArray();

    private readonly TcpListener _listener;
    private readonly string _socket;
    private readonly int _port;
    private readonly CancellationTokenSource _ended = new();
    private readonly CancellationToken _end;
    private readonly Task _accepting;

    private NodeForwarder(TcpListener listener, string socket, int port)
    {
        (_listener, _socket, _port, _end) = (listener, socket, port, _ended.Token);
        _accepting = AcceptAsync();
    }

    public IReadOnlyList<KeyValuePair<string, string>> Variables { get; private init; } = [];

    /// <param name="socket">The node's metadata socket.</param>
    /// <param name="port">Verditer's own port.</param>
    /// <param name="protocol">Which variables lead there.</param>
    /// <param name="identityHeader">The secret of App Service's protocol at this listener.</param>
    public static NodeForwarder Start(string socket, int port, IdentityProtocol protocol, string identityHeader)
    {
        var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var address = string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}");
        return new(listener, socket, port)
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
            var head = new byte[Tunnel.Length];
            var read = await client.ReadAtLeastAsync(head, head.Length, throwOnEndOfStream: false, _end);
            await using var far = new NetworkStream(await ConnectAsync(head.AsSpan().SequenceEqual(Tunnel)), ownsSocket: true);
            await far.WriteAsync(head.AsMemory(0, read), _end);
            await Task.WhenAny(client.CopyToAsync(far, _end), far.CopyToAsync(client, _end));
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or IOException)
        {
            // One of the two went away.
        }
    }

    private async Task<Socket> ConnectAsync(bool isTunnel)
    {
        EndPoint end = isTunnel ? new IPEndPoint(IPAddress.Loopback, _port) : new UnixDomainSocketEndPoint(_socket);
        var socket = new Socket(end.AddressFamily, SocketType.Stream, isTunnel ? ProtocolType.Tcp : ProtocolType.Unspecified);
        try
        {
            await socket.ConnectAsync(end, _end);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
