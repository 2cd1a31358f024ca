using System.Text.RegularExpressions;

namespace Verditer.Host.Tests;

/// <summary>
/// Which test class proves which row: lines of <c>pattern -> project/Class</c>, where <c>*</c> stands for anything. The first line that fits a row is the row's.
/// </summary>
internal sealed class CoverageProofs
{
    private readonly List<Line> _lines;

    private CoverageProofs(List<Line> lines) => _lines = lines;

    public IEnumerable<string> Classes => _lines.SelectMany(line => line.Classes).Distinct();

    public static CoverageProofs Parse(IEnumerable<string> lines) =>
        new([.. lines.Where(line => line.Length > 0 && line[0] != '#').Select(ParseLine)]);

    /// <summary>The classes that prove a row; none where no line fits.</summary>
    public IReadOnlyList<string> Of(string row) => LineOf(row)?.Classes ?? [];

    /// <summary>Patterns that are the line of none of these rows.</summary>
    public IEnumerable<string> Idle(IEnumerable<string> rows) => _lines.Except(rows.Select(LineOf).OfType<Line>()).Select(line => line.Pattern);

    private Line? LineOf(string row) => _lines.Find(line => line.Fits.IsMatch(row));

    private static Line ParseLine(string text) => text.Split(" -> ") is [var pattern, var classes]
        ? new(pattern.Trim(), new($"^{Regex.Escape(pattern.Trim()).Replace("\\*", ".*", StringComparison.Ordinal)}$"), classes.Split(',', StringSplitOptions.TrimEntries))
        : throw new FormatException($"'{text}' is not pattern -> project/Class");

    private sealed record Line(string Pattern, Regex Fits, IReadOnlyList<string> Classes);
}
