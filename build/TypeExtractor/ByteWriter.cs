using System.Buffers.Binary;
using System.Text;

namespace Verditer.TypeExtractor;

/// <summary>Collects the bytes of the type file.</summary>
internal sealed class ByteWriter
{
    private readonly List<byte> _bytes = [];

    public int Length => _bytes.Count;

    public void Fixed(uint value)
    {
        Span<byte> bytes = stackalloc byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, value);
        _bytes.AddRange(bytes);
    }

    public void Number(long value) => Varint(checked((ulong)value));

    public void Signed(long value) => Varint((ulong)((value << 1) ^ (value >> 63)));

    public void Text(string text) => _bytes.AddRange(Encoding.UTF8.GetBytes(text));

    public void Append(byte[] bytes) => _bytes.AddRange(bytes);

    public byte[] ToArray() => [.. _bytes];

    private void Varint(ulong value)
    {
        for (; value >= 0x80; value >>= 7)
        {
            _bytes.Add((byte)(value | 0x80));
        }

        _bytes.Add((byte)value);
    }
}
