using System.Globalization;
using System.Text;

namespace Verditer.Clusters.Containers;

/// <summary>A line of a container's log as the runtime writes it: a time, the stream's name, F for a whole line or P for a part, the text.</summary>
/// <param name="Time">As it is written.</param>
/// <param name="Content">With its end of line, unless it is a part.</param>
internal readonly record struct LogLine(string Time, ReadOnlyMemory<byte> Content)
{
    /// <summary>Null for what is no such line.</summary>
    /// <param name="line">With its final line feed.</param>
    public static LogLine? Parse(ReadOnlyMemory<byte> line)
    {
        var text = line.Span;
        var time = text.IndexOf((byte)' ');
        var stream = time < 0 ? -1 : time + 1 + text[(time + 1)..].IndexOf((byte)' ');
        if (stream <= time || stream + 3 > text.Length)
        {
            return null;
        }

        var isPart = text[stream + 1] == (byte)'P';
        var content = line[(stream + 3)..];
        return new(Encoding.ASCII.GetString(text[..time]), isPart ? content[..^1] : content);
    }

    /// <summary>UTC, the host's clock.</summary>
    public DateTimeOffset? Moment => DateTimeOffset.TryParse(Time, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var moment) ? moment : null;
}
