using System.Buffers;
using System.Text.Json;

namespace Verditer.Directory;

/// <summary>
/// Memory for one small JSON document at a time, kept by each thread: a writer that must grow its memory first is slower than all that it writes.
/// </summary>
internal sealed class JsonBuffer : IDisposable
{
    /// <summary>Bytes. A writer asks for three bytes a character before it writes, and the longest text here is a token.</summary>
    private const int UsualSize = 16 * 1024;

    [ThreadStatic]
    private static JsonBuffer? _kept;

    private readonly ArrayBufferWriter<byte> _buffer = new(UsualSize);
    private readonly Utf8JsonWriter _writer;

    private JsonBuffer() => _writer = new(_buffer, new() { SkipValidation = true });

    /// <summary>Takes the thread's buffer; who disposes it gives it back.</summary>
    public static JsonBuffer Rent()
    {
        var buffer = _kept ?? new();
        _kept = null;
        return buffer;
    }

    /// <summary>Writes one document.</summary>
    public Utf8JsonWriter Writer => _writer;

    /// <summary>The document; good until the buffer is disposed.</summary>
    public ReadOnlyMemory<byte> Written
    {
        get
        {
            _writer.Flush();
            return _buffer.WrittenMemory;
        }
    }

    public void Dispose()
    {
        _buffer.ResetWrittenCount();
        _writer.Reset(_buffer);
        _kept = this;
    }
}
