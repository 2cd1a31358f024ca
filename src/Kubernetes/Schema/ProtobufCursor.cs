using System.Buffers.Binary;

namespace Verditer.Kubernetes;

/// <summary>Goes through the members of one protobuf message.</summary>
internal ref struct ProtobufCursor(ReadOnlySpan<byte> bytes)
{
    private ReadOnlySpan<byte> _rest = bytes;

    /// <summary>The member's number.</summary>
    public int Number { get; private set; }

    /// <summary>The value of a member that is a number; fixed-width ones as their bits.</summary>
    public ulong Varint { get; private set; }

    /// <summary>The value of a member that is bytes, text or a message.</summary>
    public ReadOnlySpan<byte> Bytes { get; private set; }

    /// <summary>False at the end.</summary>
    /// <exception cref="FormatException">The message is cut off, or has a form that is no longer used.</exception>
    public bool Next()
    {
        if (_rest.IsEmpty)
        {
            return false;
        }

        var tag = ReadVarint();
        Number = (int)(tag >> 3);
        Varint = 0;
        Bytes = default;
        switch (tag & 7)
        {
            case 0:
                Varint = ReadVarint();
                break;
            case 1:
                Varint = BinaryPrimitives.ReadUInt64LittleEndian(Take(8));
                break;
            case 2:
                Bytes = Take(ReadVarint());
                break;
            case 5:
                Varint = BinaryPrimitives.ReadUInt32LittleEndian(Take(4));
                break;
            default:
                throw new FormatException("the protobuf message has an unknown form");
        }

        return true;
    }

    private ReadOnlySpan<byte> Take(ulong count)
    {
        if (count > (ulong)_rest.Length)
        {
            throw new FormatException("the protobuf message is cut off");
        }

        var taken = _rest[..(int)count];
        _rest = _rest[(int)count..];
        return taken;
    }

    private ulong ReadVarint()
    {
        var value = 0UL;
        for (var shift = 0; shift < 64; shift += 7)
        {
            var next = Take(1)[0];
            value |= (ulong)(next & 0x7f) << shift;
            if (next < 0x80)
            {
                return value;
            }
        }

        throw new FormatException("a number in the protobuf message is too long");
    }
}
