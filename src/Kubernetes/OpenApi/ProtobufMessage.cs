using System.Buffers;
using System.Text;

namespace Verditer.Kubernetes;

/// <summary>Writes one protobuf message.</summary>
internal sealed class ProtobufMessage
{
    private readonly ArrayBufferWriter<byte> _buffer = new();

    public ReadOnlySpan<byte> Bytes => _buffer.WrittenSpan;

    public ProtobufMessage Text(int number, string? text)
    {
        if (text is not null)
        {
            Member(number, Encoding.UTF8.GetBytes(text));
        }

        return this;
    }

    public ProtobufMessage Message(int number, ProtobufMessage message)
    {
        Member(number, message.Bytes);
        return this;
    }

    private void Member(int number, ReadOnlySpan<byte> bytes)
    {
        Varint((ulong)((number << 3) | 2));
        Varint((ulong)bytes.Length);
        _buffer.Write(bytes);
    }

    private void Varint(ulong value)
    {
        var span = _buffer.GetSpan(10);
        var length = 0;
        while (value >= 0x80)
        {
            span[length++] = (byte)(value | 0x80);
            value >>= 7;
        }

        span[length++] = (byte)value;
        _buffer.Advance(length);
    }
}
