using System.IO.Pipelines;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Logging;

namespace Verditer.Host;

/// <summary>
/// The first bytes of a connection decide what it is: a TLS hello goes on to TLS, a CONNECT request opens a tunnel that ends here (or, for an allowed
/// host, there), and everything else is plain HTTP, absolute-form proxy requests among it.
/// </summary>
internal sealed partial class ConnectionPreamble(HostTable hosts, Tunnel tunnel, TimeProvider time, TimeSpan timeout, ILogger<ConnectionPreamble> logger)
{
    /// <summary>Bytes of a CONNECT request's head at most.</summary>
    public const int LargestHead = 8 * 1024;

    /// <summary>Serves one connection.</summary>
    public async Task ServeAsync(ConnectionContext connection, ConnectionDelegate tls, ConnectionDelegate plain)
    {
        using var patience = new CancellationTokenSource(timeout, time);
        try
        {
            await ReadAsync(connection, tls, plain, patience);
        }
        catch (OperationCanceledException) when (patience.IsCancellationRequested)
        {
            LogSilent(logger, timeout.TotalSeconds);
        }
    }

    private async Task ReadAsync(ConnectionContext connection, ConnectionDelegate tls, ConnectionDelegate plain, CancellationTokenSource patience)
    {
        var input = connection.Transport.Input;
        while (true)
        {
            var read = await input.ReadAsync(patience.Token);
            var first = PreambleReader.Look(read.Buffer, out var request, out var consumed);
            switch (first)
            {
                case Preamble.Tls or Preamble.Plain:
                    input.AdvanceTo(read.Buffer.Start);
                    patience.CancelAfter(Timeout.InfiniteTimeSpan);
                    await (first == Preamble.Tls ? tls : plain)(connection);
                    return;

                case Preamble.Connect:
                    input.AdvanceTo(consumed);
                    await ConnectAsync(connection, request!, tls, plain, patience);
                    return;

                case Preamble.Malformed:
                    input.AdvanceTo(read.Buffer.End);
                    await RefuseAsync(connection, ProxyAnswers.BadRequest, patience.Token);
                    return;

                default:
                    input.AdvanceTo(read.Buffer.Start, read.Buffer.End);
                    if (read.IsCompleted)
                    {
                        return;
                    }

                    break;
            }
        }
    }

    private async Task ConnectAsync(
        ConnectionContext connection, ConnectTarget target, ConnectionDelegate tls, ConnectionDelegate plain, CancellationTokenSource patience)
    {
        switch (hosts.Find(target.Host))
        {
            case ServedBy.AllowedHost:
                patience.CancelAfter(Timeout.InfiniteTimeSpan);
                await tunnel.RunAsync(connection, target);
                return;

            case ServedBy.Nobody:
                LogRefused(logger, target.Host);
                await RefuseAsync(connection, ProxyAnswers.Refused(target.Host), patience.Token);
                return;

            default:
                await WriteAsync(connection.Transport.Output, ProxyAnswers.Established, patience.Token);
                connection.Features.Set(target);
                await ServeTunnelledAsync(connection, tls, plain, patience);
                return;
        }
    }

    /// <summary>Inside a tunnel comes TLS, or plain HTTP from a client that tunnels everything.</summary>
    private static async Task ServeTunnelledAsync(
        ConnectionContext connection, ConnectionDelegate tls, ConnectionDelegate plain, CancellationTokenSource patience)
    {
        var read = await connection.Transport.Input.ReadAsync(patience.Token);
        connection.Transport.Input.AdvanceTo(read.Buffer.Start);
        if (read.Buffer.IsEmpty)
        {
            return;
        }

        patience.CancelAfter(Timeout.InfiniteTimeSpan);
        await (PreambleReader.IsTls(read.Buffer) ? tls : plain)(connection);
    }

    private static async Task RefuseAsync(ConnectionContext connection, byte[] answer, CancellationToken cancellationToken)
    {
        await WriteAsync(connection.Transport.Output, answer, cancellationToken);
        await connection.Transport.Output.CompleteAsync();
    }

    private static async Task WriteAsync(PipeWriter output, byte[] bytes, CancellationToken cancellationToken) =>
        await output.WriteAsync(bytes, cancellationToken);

    [LoggerMessage(1, LogLevel.Information, "Refused to connect to {Host}: it is not an Azure host, and --allow-host does not name it")]
    private static partial void LogRefused(ILogger logger, string host);

    [LoggerMessage(2, LogLevel.Debug, "A connection said nothing for {Seconds} s and was closed")]
    private static partial void LogSilent(ILogger logger, double seconds);
}
