using System.Globalization;
using System.Text.Json.Nodes;
using Verditer.Core;

namespace Verditer.Kubernetes;

/// <summary>Amounts such as <c>100m</c>, <c>1Gi</c>, <c>2e3</c>. Source: apimachinery's <c>api/resource</c>.</summary>
public static class Quantity
{
    private static readonly Dictionary<string, decimal> Suffixes = new(StringComparer.Ordinal)
    {
        ["n"] = 0.000000001m, ["u"] = 0.000001m, ["m"] = 0.001m, [""] = 1, ["k"] = 1e3m, ["M"] = 1e6m, ["G"] = 1e9m, ["T"] = 1e12m, ["P"] = 1e15m, ["E"] = 1e18m,
        ["Ki"] = 1L << 10, ["Mi"] = 1L << 20, ["Gi"] = 1L << 30, ["Ti"] = 1L << 40, ["Pi"] = 1L << 50, ["Ei"] = 1L << 60,
    };

    /// <summary>In the unit itself (cores, bytes, pieces); null when the text is no quantity.</summary>
    public static decimal? TryParse(string text)
    {
        var end = text.Length;
        while (end > 0 && char.IsAsciiLetter(text[end - 1]))
        {
            end--;
        }

        if (Suffixes.TryGetValue(text[end..], out var factor)
            && decimal.TryParse(text.AsSpan(0, end), NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number))
        {
            return number * factor;
        }

        return decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var exponential) ? exponential : null;
    }

    /// <summary>Zero where there is no quantity.</summary>
    public static decimal Parse(JsonNode? node) =>
        node.Text() is { } text ? TryParse(text) ?? 0 : node is JsonValue ? TryParse(Json.ToText(node)) ?? 0 : 0;

    public static bool Same(JsonNode? one, JsonNode? other) => Parse(one) == Parse(other);

    /// <summary>As Kubernetes writes whole numbers and thousandths: <c>2</c>, <c>1500m</c>.</summary>
    public static string Format(decimal amount) =>
        amount == decimal.Truncate(amount)
            ? decimal.Truncate(amount).ToString(CultureInfo.InvariantCulture)
            : $"{decimal.Ceiling(amount * 1000).ToString(CultureInfo.InvariantCulture)}m";
}
