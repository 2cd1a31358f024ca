using System.Text;

namespace Verditer.Clusters.Containers;

/// <summary>Writes the log of a run as it was asked for.</summary>
/// <param name="since">UTC, the host's clock; null for all.</param>
/// <param name="isRunning">Whether more may come.</param>
internal sealed class LogWriter(PodLogRequest request, DateTimeOffset? since, Func<Task<bool>> isRunning, TimeProvider hostTime)
{
    private const int Portion = 64 * 1024;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    private long _left = request.LimitBytes ?? long.MaxValue;

    public async Task RunAsync(string path, Stream output, CancellationToken cancellationToken)
    {
        await using var file = LogFile.Open(path);
        file.Position = request.TailLines is { } tail ? await LogFile.FindTailAsync(file, tail, cancellationToken) : 0;
        var pending = new MemoryStream();
        var buffer = new byte[Portion];
        while (_left > 0)
        {
            // What was written before it ended is read after it is known to have ended.
            var mayGrow = request.Follow && await isRunning();
            int read;
            while (_left > 0 && (read = await file.ReadAsync(buffer, cancellationToken)) > 0)
            {
                await TakeAsync(pending, buffer.AsMemory(0, read), output, cancellationToken);
            }

            await output.FlushAsync(cancellationToken);
            if (!mayGrow)
            {
                return;
            }

            await Task.Delay(Pause, hostTime, cancellationToken);
        }
    }

    private async Task TakeAsync(MemoryStream pending, ReadOnlyMemory<byte> read, Stream output, CancellationToken cancellationToken)
    {
        while (!read.IsEmpty && _left > 0)
        {
            var end = read.Span.IndexOf((byte)'\n');
            if (end < 0)
            {
                pending.Write(read.Span);
                return;
            }

            pending.Write(read.Span[..(end + 1)]);
            read = read[(end + 1)..];
            if (LogLine.Parse(pending.ToArray()) is { } line && (since is null || line.Moment is not { } moment || moment >= since))
            {
                await WriteAsync(line, output, cancellationToken);
            }

            pending.SetLength(0);
        }
    }

    private async Task WriteAsync(LogLine line, Stream output, CancellationToken cancellationToken)
    {
        if (request.Timestamps)
        {
            await WriteAsync(Encoding.ASCII.GetBytes(line.Time + " "), output, cancellationToken);
        }

        await WriteAsync(line.Content, output, cancellationToken);
    }

    private async Task WriteAsync(ReadOnlyMemory<byte> bytes, Stream output, CancellationToken cancellationToken)
    {
        var allowed = bytes[..(int)Math.Min(bytes.Length, _left)];
        _left -= allowed.Length;
        await output.WriteAsync(allowed, cancellationToken);
    }
}
