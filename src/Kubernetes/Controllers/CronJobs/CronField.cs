using System.Globalization;

namespace Verditer.Kubernetes.Controllers;

/// <summary>One of the five fields of a schedule: the values that it admits.</summary>
/// <param name="IsAny">It was written as <c>*</c> or <c>?</c>.</param>
internal sealed record CronField(SortedSet<int> Values, bool IsAny)
{
    /// <param name="names">Names that stand for numbers, counted from <paramref name="least"/>; three letters each.</param>
    public static CronField? Parse(string text, int least, int most, string[]? names = null)
    {
        var values = new SortedSet<int>();
        foreach (var part in text.Split(','))
        {
            var (range, step) = part.Split('/') switch
            {
                [var whole] => (whole, 1),
                [var whole, var every] when Number(every, null, 0) is > 0 and var parsed => (whole, parsed),
                _ => ("", 0),
            };
            var (first, last) = range switch
            {
                "*" or "?" => (least, most),
                _ when range.Split('-') is [var from, var to] => (Number(from, names, least), Number(to, names, least)),
                _ => (Number(range, names, least), part.Contains('/') ? most : Number(range, names, least)),
            };
            if (step == 0 || first is not { } start || last is not { } end || start < least || end > most || start > end)
            {
                return null;
            }

            for (var value = start; value <= end; value += step)
            {
                values.Add(value);
            }
        }

        return new(values, text is "*" or "?");
    }

    private static int? Number(string text, string[]? names, int least)
    {
        var named = names is null ? -1 : Array.FindIndex(names, name => name.Equals(text, StringComparison.OrdinalIgnoreCase));
        return named >= 0 ? least + named
            : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number
            : null;
    }
}
