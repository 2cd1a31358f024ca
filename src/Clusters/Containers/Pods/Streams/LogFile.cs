namespace Verditer.Clusters.Containers;

/// <summary>The log of one run of a container.</summary>
internal static class LogFile
{
    private const int Portion = 64 * 1024;

    /// <summary>The whole lines at the end of a log; the first of them that does not fit is left out.</summary>
    /// <param name="most">Bytes that are read.</param>
    public static IEnumerable<LogLine> ReadTail(string path, int most = Portion)
    {
        if (!File.Exists(path))
        {
            yield break;
        }

        using var file = File.Open(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var skipped = Math.Max(0, file.Length - most);
        file.Position = skipped;
        var buffer = new byte[file.Length - skipped];
        var bytes = buffer.AsMemory(0, file.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false));
        for (var start = skipped == 0 ? 0 : bytes.Span.IndexOf((byte)'\n') + 1; start < bytes.Length;)
        {
            var end = start + bytes.Span[start..].IndexOf((byte)'\n');
            if (end < start)
            {
                yield break;
            }

            if (LogLine.Parse(bytes[start..(end + 1)]) is { } line)
            {
                yield return line;
            }

            start = end + 1;
        }
    }

    public static FileStream Open(string path) => new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 1, useAsync: true);

    /// <summary>Where the last lines of a file begin.</summary>
    public static async Task<long> FindTailAsync(FileStream file, int lines, CancellationToken cancellationToken)
    {
        var end = file.Length;
        if (lines == 0)
        {
            return end;
        }

        var buffer = new byte[Portion];
        var missing = lines;
        for (var position = end; position > 0;)
        {
            var length = (int)Math.Min(Portion, position);
            position -= length;
            file.Position = position;
            await file.ReadExactlyAsync(buffer.AsMemory(0, length), cancellationToken);
            for (var i = length - 1; i >= 0; i--)
            {
                // The last line's own end does not count.
                if (buffer[i] == (byte)'\n' && position + i != end - 1 && --missing == 0)
                {
                    return position + i + 1;
                }
            }
        }

        return 0;
    }
}
