using System.Globalization;

namespace Verditer.Core;

/// <summary>Moments as Resource Manager writes them: UTC, seven digits after the second.</summary>
public static class ArmTime
{
    public static string Write(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.fffffffZ", CultureInfo.InvariantCulture);
}
