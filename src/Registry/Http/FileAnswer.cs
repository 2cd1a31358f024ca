using System.Buffers;
using Microsoft.AspNetCore.Http;
using Microsoft.Win32.SafeHandles;

namespace Verditer.Registry;

/// <summary>An answer whose body is part of a file, which it closes.</summary>
internal sealed record FileAnswer(int Status, SafeFileHandle File, long Offset, long Count) : RegistryAnswer(Status)
{
    private const int BufferLength = 256 * 1024;

    protected override long Length => Count;

    protected override async Task WriteBodyAsync(HttpContext context)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(BufferLength);
        try
        {
            var (position, end) = (Offset, Offset + Count);
            while (position < end)
            {
                var read = RandomAccess.Read(File, buffer.AsSpan(0, (int)Math.Min(buffer.Length, end - position)), position);
                if (read == 0)
                {
                    throw new EndOfStreamException("The file of a blob is shorter than it was.");
                }

                await context.Response.Body.WriteAsync(buffer.AsMemory(0, read), context.RequestAborted);
                position += read;
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
