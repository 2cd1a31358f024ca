using System.Globalization;

namespace Verditer.Cli;

/// <summary>Durations as people write them.</summary>
internal static class Durations
{
    private static readonly Dictionary<char, TimeSpan> Units = new()
    {
        ['s'] = TimeSpan.FromSeconds(1),
        ['m'] = TimeSpan.FromMinutes(1),
        ['h'] = TimeSpan.FromHours(1),
        ['d'] = TimeSpan.FromDays(1),
        ['w'] = TimeSpan.FromDays(7),
        ['y'] = TimeSpan.FromDays(365),
    };

    private const double MostDays = 36500;

    /// <exception cref="CommandException">It is not a duration, or longer than a hundred years.</exception>
    public static TimeSpan Parse(string text)
    {
        if (text.Length < 2 || !Units.TryGetValue(text[^1], out var unit) || !char.IsAsciiDigit(text[^2])
            || !double.TryParse(text[..^1], NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var count))
        {
            throw new CommandException($"'{text}' is not a duration. Write it like 90s, 5m, 2h, 30d or 1y.");
        }

        return Math.Abs(count * unit.TotalDays) <= MostDays
            ? unit * count
            : throw new CommandException($"'{text}' is too long: the longest duration is 100y.");
    }

    public static string Describe(TimeSpan duration) =>
        duration == TimeSpan.Zero ? "none" : duration.ToString(duration.Days == 0 ? @"hh\:mm\:ss" : @"d\ \d\a\y\s\ hh\:mm\:ss", CultureInfo.InvariantCulture) is var text && duration < TimeSpan.Zero ? $"-{text}" : text;
}
