using System.Globalization;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Verditer.Bench;

/// <summary>Where a connection goes.</summary>
/// <param name="ServerName">The name asked for in TLS, and in CONNECT.</param>
/// <param name="ThroughProxy">By a CONNECT to the same port first.</param>
/// <param name="Socket">A Unix socket that speaks plain HTTP, in place of a port with TLS.</param>
internal sealed record Target(int Port, string ServerName, bool ThroughProxy = false, X509Certificate2? ClientCertificate = null, string? Socket = null);

/// <summary>One HTTP/1.1 connection, over TLS or a Unix socket, that costs as little as it can, so that what is measured is the server.</summary>
internal sealed class RawConnection : IDisposable
{
    private readonly Socket _socket;
    private Stream _stream = null!;
    private byte[] _buffer = new byte[32 * 1024];

    private RawConnection(Socket socket) => _socket = socket;

    public static async Task<RawConnection> OpenAsync(Target target)
    {
        if (target.Socket is { } path)
        {
            var local = new RawConnection(new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified));
            await local._socket.ConnectAsync(new UnixDomainSocketEndPoint(path));
            local._stream = new NetworkStream(local._socket, ownsSocket: false);
            return local;
        }

        var connection = new RawConnection(new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true });
        await connection._socket.ConnectAsync(IPAddress.Loopback, target.Port);
        var plain = new NetworkStream(connection._socket, ownsSocket: false);
        if (target.ThroughProxy)
        {
            await plain.WriteAsync(Encoding.ASCII.GetBytes($"CONNECT {target.ServerName}:443 HTTP/1.1\r\nHost: {target.ServerName}:443\r\n\r\n"));
            var read = 0;
            while (!connection._buffer.AsSpan(0, read).EndsWith("\r\n\r\n"u8))
            {
                read += await plain.ReadAsync(connection._buffer.AsMemory(read, 1));
            }
        }

        var tls = new SslStream(plain);
        connection._stream = tls;
        await tls.AuthenticateAsClientAsync(new SslClientAuthenticationOptions
        {
            TargetHost = target.ServerName,
            RemoteCertificateValidationCallback = (_, _, _, _) => true,
            ClientCertificates = target.ClientCertificate is { } certificate ? [certificate] : null,
        });
        return connection;
    }

    /// <summary>Sends one request and reads its whole answer.</summary>
    /// <returns>The status and the size of the body.</returns>
    public async ValueTask<(int Status, int Length)> SendAsync(ReadOnlyMemory<byte> request)
    {
        await _stream.WriteAsync(request);
        var (filled, head, length) = (0, -1, -1);
        while (true)
        {
            if (filled == _buffer.Length)
            {
                Array.Resize(ref _buffer, _buffer.Length * 2);
            }

            var read = await _stream.ReadAsync(_buffer.AsMemory(filled));
            if (read == 0)
            {
                throw new IOException("the server closed the connection");
            }

            filled += read;
            if (head < 0)
            {
                var end = _buffer.AsSpan(0, filled).IndexOf("\r\n\r\n"u8);
                if (end < 0)
                {
                    continue;
                }

                (head, length) = (end + 4, Length(_buffer.AsSpan(0, end + 2)));
            }

            if (length >= 0 ? filled >= head + length : _buffer.AsSpan(head - 2, filled - head + 2).EndsWith("\r\n0\r\n\r\n"u8))
            {
                return (int.Parse(_buffer.AsSpan(9, 3), CultureInfo.InvariantCulture), filled - head);
            }
        }
    }

    public void Dispose()
    {
        _stream?.Dispose();
        _socket.Dispose();
    }

    /// <summary>The body's size; -1 where it comes in chunks.</summary>
    private static int Length(ReadOnlySpan<byte> head)
    {
        foreach (var range in head.Split("\r\n"u8))
        {
            var line = head[range];
            if (line.Length > 15 && Ascii.EqualsIgnoreCase(line[..15], "content-length:"u8))
            {
                return int.Parse(line[15..].Trim((byte)' '), CultureInfo.InvariantCulture);
            }

            if (line.Length > 18 && Ascii.EqualsIgnoreCase(line[..18], "transfer-encoding:"u8))
            {
                return -1;
            }
        }

        return 0;
    }
}
