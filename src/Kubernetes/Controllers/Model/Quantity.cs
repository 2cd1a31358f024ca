using System.Globalization;
using System.Text.Json.Nodes;
using Verditer.Core;

namespace Verditer.Kubernetes.Controllers;

/// <summary>Kubernetes' quantities: <c>100m</c>, <c>2</c>, <c>128Mi</c>, <c>1e3</c>.</summary>
internal static class Quantity
{
    private static readonly (string Suffix, decimal Factor)[] Suffixes =
    [
        ("Ki", 1024m), ("Mi", 1048576m), ("Gi", 1073741824m), ("Ti", 1099511627776m), ("Pi", 1125899906842624m), ("Ei", 1152921504606846976m),
        ("n", 0.000000001m), ("u", 0.000001m), ("m", 0.001m), ("k", 1e3m), ("M", 1e6m), ("G", 1e9m), ("T", 1e12m), ("P", 1e15m), ("E", 1e18m),
    ];

    /// <summary>The value in the resource's own unit (cores, bytes, pieces); zero for what is no quantity.</summary>
    public static decimal Parse(JsonNode? node)
    {
        var text = node is JsonValue value && !value.TryGetValue(out string? _) ? node.ToJsonString() : node.Text();
        if (string.IsNullOrEmpty(text))
        {
            return 0;
        }

        foreach (var (suffix, factor) in Suffixes)
        {
            if (text.EndsWith(suffix, StringComparison.Ordinal))
            {
                return Number(text.AsSpan()[..^suffix.Length]) * factor;
            }
        }

        return Number(text);
    }

    /// <summary>Cores: whole, or in thousandths.</summary>
    public static string Cores(decimal cores) => cores == decimal.Truncate(cores) ? Count(cores) : $"{Count(Math.Ceiling(cores * 1000))}m";

    public static string Kibibytes(decimal bytes) => $"{Count(Math.Floor(bytes / 1024))}Ki";

    /// <summary>Bytes in the largest binary unit that loses nothing.</summary>
    public static string Bytes(decimal bytes)
    {
        foreach (var (suffix, factor) in Suffixes.Where(entry => entry.Suffix.EndsWith('i')).Reverse())
        {
            if (bytes != 0 && bytes % factor == 0)
            {
                return Count(bytes / factor) + suffix;
            }
        }

        return Count(bytes);
    }

    public static string Count(decimal value) => decimal.Truncate(value).ToString(CultureInfo.InvariantCulture);

    private static decimal Number(ReadOnlySpan<char> text) =>
        decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : 0;
}
