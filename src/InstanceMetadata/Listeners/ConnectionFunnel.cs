using System.Net;
using System.Threading.Channels;
using Microsoft.AspNetCore.Connections;

namespace Verditer.InstanceMetadata;

/// <summary>Gives the connections of all listeners to one server: listeners come and go while it runs.</summary>
internal sealed class ConnectionFunnel : IConnectionListenerFactory, IConnectionListener
{
    private readonly Channel<ConnectionContext> _connections = Channel.CreateUnbounded<ConnectionContext>();

    public EndPoint EndPoint { get; private set; } = null!;

    /// <summary>Hands a connection to the server; one that comes after its end is closed.</summary>
    public void Add(ConnectionContext connection)
    {
        if (!_connections.Writer.TryWrite(connection))
        {
            connection.Abort();
        }
    }

    public ValueTask<IConnectionListener> BindAsync(EndPoint endpoint, CancellationToken cancellationToken = default)
    {
        EndPoint = endpoint;
        return new(this);
    }

    public async ValueTask<ConnectionContext?> AcceptAsync(CancellationToken cancellationToken = default) =>
        await _connections.Reader.WaitToReadAsync(cancellationToken) && _connections.Reader.TryRead(out var connection) ? connection : null;

    public ValueTask UnbindAsync(CancellationToken cancellationToken = default)
    {
        _connections.Writer.TryComplete();
        return default;
    }

    public ValueTask DisposeAsync() => UnbindAsync();
}
