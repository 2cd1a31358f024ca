namespace Verditer.ResourceManager.Types.Data;

/// <summary>Reads the numbers of the type file one after the other.</summary>
internal ref struct VarintReader(ReadOnlySpan<byte> bytes)
{
    private readonly ReadOnlySpan<byte> _bytes = bytes;

    /// <summary>How many bytes have been read.</summary>
    public int Position { get; private set; }

    public int Number() => (int)Varint();

    public long Signed()
    {
        var value = Varint();
        return (long)(value >> 1) ^ -(long)(value & 1);
    }

    /// <summary>A count, then so many numbers.</summary>
    public int[] Numbers()
    {
        var numbers = new int[Number()];
        for (var i = 0; i < numbers.Length; i++)
        {
            numbers[i] = Number();
        }

        return numbers;
    }

    /// <summary>A count, then so many signed numbers.</summary>
    public long[] SignedNumbers()
    {
        var numbers = new long[Number()];
        for (var i = 0; i < numbers.Length; i++)
        {
            numbers[i] = Signed();
        }

        return numbers;
    }

    private ulong Varint()
    {
        ulong value = 0;
        for (var shift = 0; ; shift += 7)
        {
            var part = _bytes[Position++];
            value |= (ulong)(part & 0x7F) << shift;
            if (part < 0x80)
            {
                return value;
            }
        }
    }
}
