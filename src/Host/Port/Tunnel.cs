using System.IO.Pipelines;
using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Logging;

namespace Verditer.Host;

/// <summary>Carries the bytes of a connection to a host outside Azure that a person has allowed. It never opens them.</summary>
internal sealed partial class Tunnel(ILogger<Tunnel> logger)
{
    public async Task RunAsync(ConnectionContext connection, ConnectTarget target)
    {
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(target.Host, target.Port, connection.ConnectionClosed);
        }
        catch (SocketException e)
        {
            LogUnreachable(logger, target.Host, e.Message);
            await connection.Transport.Output.WriteAsync(ProxyAnswers.Unreachable(target.Host), connection.ConnectionClosed);
            return;
        }

        await connection.Transport.Output.WriteAsync(ProxyAnswers.Established, connection.ConnectionClosed);
        await using var far = new NetworkStream(socket, ownsSocket: false);
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(connection.ConnectionClosed);
        try
        {
            var outward = connection.Transport.Input.CopyToAsync(far, ended.Token);
            var inward = far.CopyToAsync(connection.Transport.Output, ended.Token);
            if (await Task.WhenAny(outward, inward) == outward)
            {
                socket.Shutdown(SocketShutdown.Send);
                await inward;
            }

            await ended.CancelAsync();
            await outward;
        }
        catch (Exception e) when (e is OperationCanceledException or IOException or SocketException)
        {
            await ended.CancelAsync();
        }
    }

    [LoggerMessage(1, LogLevel.Warning, "The tunnel to {Host} could not be opened: {Message}")]
    private static partial void LogUnreachable(ILogger logger, string host, string message);
}
