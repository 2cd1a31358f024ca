using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Verditer.Core;
using Verditer.Storage;

namespace Verditer.Host;

/// <summary>Keeps the clock's offset across restarts.</summary>
internal sealed class ClockFile(StatePaths paths)
{
    /// <summary>A clock that is set as it was when the last process wrote it.</summary>
    public VerditerClock Open(TimeProvider host)
    {
        var clock = new VerditerClock(host);
        if (File.Exists(paths.Clock))
        {
            clock.Offset = Read();
        }

        return clock;
    }

    /// <summary>Moves the clock; the move is on disk before it is seen.</summary>
    public void Move(VerditerClock clock, TimeSpan offset)
    {
        PrivateFile.Write(paths.Clock, Json.ToBytes(new JsonObject { ["offset"] = offset.ToString("c", CultureInfo.InvariantCulture) }));
        clock.Offset = offset;
    }

    private TimeSpan Read()
    {
        try
        {
            return TimeSpan.ParseExact(Json.ParseObject(File.ReadAllBytes(paths.Clock)).Text("offset") ?? "", "c", CultureInfo.InvariantCulture);
        }
        catch (Exception e) when (e is JsonException or FormatException or OverflowException)
        {
            throw new StateFolderException(paths.Clock, $"'{paths.Clock}' cannot be read. Delete it to go back to the host's time.", e);
        }
    }
}
