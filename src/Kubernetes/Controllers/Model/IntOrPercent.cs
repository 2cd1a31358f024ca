using System.Globalization;
using System.Text.Json.Nodes;
using Verditer.Core;

namespace Verditer.Kubernetes.Controllers;

/// <summary>A number, or a percentage of a whole such as <c>25%</c>.</summary>
internal static class IntOrPercent
{
    public static int Of(JsonNode? node, int whole, bool roundUp, int whenMissing)
    {
        if (node.Number() is { } number)
        {
            return number;
        }

        if (node.Text() is { } text && text.EndsWith('%') && int.TryParse(text.AsSpan()[..^1], CultureInfo.InvariantCulture, out var percent))
        {
            return roundUp ? (int)Math.Ceiling(percent * whole / 100.0) : (int)Math.Floor(percent * whole / 100.0);
        }

        return whenMissing;
    }
}
