using System.Security.Cryptography;

namespace Verditer.Directory;

/// <summary>
/// Random ids, as good as the system's but drawn from it in blocks: drawing them one by one costs more than writing the token. Not for secrets: what
/// is drawn stays in memory until it is used.
/// </summary>
internal static class RandomIds
{
    private const int BlockBytes = 4096;

    [ThreadStatic]
    private static Block? _block;

    /// <summary>A GUID of version 4.</summary>
    public static Guid NewGuid()
    {
        Span<byte> bytes = stackalloc byte[16];
        Fill(bytes);
        bytes[6] = (byte)((bytes[6] & 0x0F) | 0x40);
        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
        return new(bytes, bigEndian: true);
    }

    /// <param name="bytes">At most 4096.</param>
    public static void Fill(Span<byte> bytes) => (_block ??= new()).Take(bytes);

    private sealed class Block
    {
        private readonly byte[] _bytes = new byte[BlockBytes];
        private int _used = BlockBytes;

        public void Take(Span<byte> bytes)
        {
            if (_bytes.Length - _used < bytes.Length)
            {
                RandomNumberGenerator.Fill(_bytes);
                _used = 0;
            }

            _bytes.AsSpan(_used, bytes.Length).CopyTo(bytes);
            _used += bytes.Length;
        }
    }
}
