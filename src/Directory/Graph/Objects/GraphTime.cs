using System.Globalization;

namespace Verditer.Directory;

/// <summary>Times as Graph writes and reads them: UTC, to the second.</summary>
internal static class GraphTime
{
    public static string Write(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    /// <summary>False when the text is no time; a missing one is <paramref name="otherwise"/>.</summary>
    public static bool TryRead(string? text, DateTimeOffset otherwise, out DateTimeOffset time)
    {
        time = otherwise;
        return text is null || DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out time);
    }
}
