using System.Collections.Concurrent;
using System.Net.Sockets;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Connections;
using Verditer.Core;

namespace Verditer.InstanceMetadata;

/// <summary>A machine's listener: its socket, its connections, and the tokens that it keeps. Disposing it ends all of them.</summary>
internal sealed class OpenListener : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, ConnectionContext> _connections = new(StringComparer.Ordinal);
    private readonly IConnectionListener _socket;
    private readonly Task _accepting;
    private volatile MetadataMachine _machine;

    private OpenListener(MetadataMachine machine, string path, IConnectionListener socket, MetadataServer server)
    {
        (_machine, Path, _socket) = (machine, path, socket);
        _accepting = AcceptAsync(server);
    }

    public string Path { get; }

    /// <summary>Whose listener it is. May be described anew while it is open.</summary>
    public MetadataMachine Machine
    {
        get => _machine;
        set => _machine = value;
    }

    public TokenCache Tokens { get; } = new();

    /// <summary>How many requests for anything but tokens may come.</summary>
    public RequestBudget Budget { get; } = new(MachineLimits.RequestsPerSecond);

    /// <summary>What App Service's protocol asks for.</summary>
    public string IdentityHeader { get; } = RandomNumberGenerator.GetHexString(32);

    public static async Task<OpenListener> BindAsync(
        MetadataMachine machine, string path, IConnectionListenerFactory sockets, MetadataServer server, CancellationToken cancellationToken)
    {
        File.Delete(path);
        var socket = await sockets.BindAsync(new UnixDomainSocketEndPoint(path), cancellationToken);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }

        return new(machine, path, socket, server);
    }

    public async ValueTask DisposeAsync()
    {
        await _socket.UnbindAsync();
        await _accepting;
        foreach (var connection in _connections.Values)
        {
            connection.Abort();
        }

        await _socket.DisposeAsync();
        File.Delete(Path);
    }

    private async Task AcceptAsync(MetadataServer server)
    {
        while (await _socket.AcceptAsync() is { } connection)
        {
            connection.Features.Set(this);
            _connections[connection.ConnectionId] = connection;
            connection.ConnectionClosed.Register(() => _connections.TryRemove(connection.ConnectionId, out _));
            server.Serve(connection);
        }
    }
}
