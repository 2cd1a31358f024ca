namespace Verditer.Directory;

/// <summary>Times in tokens: seconds since 1970, UTC (RFC 7519). What lies so far off that no grace could be added to it is no time.</summary>
internal static class NumericDate
{
    /// <summary>In the year 9892.</summary>
    private const double Latest = 250_000_000_000;

    public static DateTimeOffset? Read(double seconds) => seconds is >= 0 and < Latest ? DateTimeOffset.FromUnixTimeSeconds((long)seconds) : null;
}
