using System.Buffers;
using System.Globalization;
using System.Text;

namespace Verditer.Host;

/// <summary>What the first bytes of a connection say.</summary>
internal enum Preamble
{
    /// <summary>More bytes are needed.</summary>
    Incomplete,
    Tls,
    Connect,
    Plain,
    Malformed,
}

/// <summary>The host and port of a CONNECT request.</summary>
internal sealed record ConnectTarget(string Host, int Port);

/// <summary>Reads the first bytes of a connection. Source: RFC 9112 §3.2.3 (authority-form), RFC 8446 §5.1 (record type 22).</summary>
internal static class PreambleReader
{
    private const byte TlsHandshake = 0x16;

    private static ReadOnlySpan<byte> Connect => "CONNECT "u8;

    private static ReadOnlySpan<byte> HeadEnd => "\r\n\r\n"u8;

    public static bool IsTls(ReadOnlySequence<byte> bytes) => bytes.FirstSpan[0] == TlsHandshake;

    /// <param name="consumed">Behind the head of a CONNECT request.</param>
    public static Preamble Look(ReadOnlySequence<byte> bytes, out ConnectTarget? target, out SequencePosition consumed)
    {
        target = null;
        consumed = bytes.Start;
        if (bytes.IsEmpty)
        {
            return Preamble.Incomplete;
        }

        if (IsTls(bytes))
        {
            return Preamble.Tls;
        }

        var reader = new SequenceReader<byte>(bytes);
        var known = (int)Math.Min(bytes.Length, Connect.Length);
        if (!reader.IsNext(Connect[..known]))
        {
            return Preamble.Plain;
        }

        if (!reader.TryReadTo(out ReadOnlySequence<byte> head, HeadEnd))
        {
            return bytes.Length < ConnectionPreamble.LargestHead ? Preamble.Incomplete : Preamble.Malformed;
        }

        consumed = reader.Position;
        target = head.Length <= ConnectionPreamble.LargestHead ? ReadTarget(Encoding.Latin1.GetString(head)) : null;
        return target is null ? Preamble.Malformed : Preamble.Connect;
    }

    private static ConnectTarget? ReadTarget(string head)
    {
        var end = head.IndexOf('\r', StringComparison.Ordinal);
        var line = (end < 0 ? head : head[..end]).Split(' ');
        if (line.Length != 3 || !line[2].StartsWith("HTTP/1.", StringComparison.Ordinal))
        {
            return null;
        }

        var colon = line[1].LastIndexOf(':');
        return colon > 0
            && int.TryParse(line[1].AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var port)
            && port is > 0 and < 65536
            && line[1][..colon].Trim('[', ']') is var host
            && Uri.CheckHostName(host) is not UriHostNameType.Unknown
                ? new ConnectTarget(host.TrimEnd('.').ToLowerInvariant(), port)
                : null;
    }
}
