using System.Text.Json.Nodes;
using Verditer.Core;

namespace Verditer.Kubernetes;

/// <summary>A pod's quality of service class. Source: <c>pkg/apis/core/helper/qos</c>.</summary>
internal static class QualityOfService
{
    private static readonly string[] Counted = ["cpu", "memory"];

    public static string Of(JsonObject spec)
    {
        var containers = PodSpecs.Containers(spec).Where(one => !one.Field.StartsWith("ephemeral", StringComparison.Ordinal)).Select(one => one.Container).ToList();
        var any = containers.Any(one => Has(one, "requests") || Has(one, "limits"));
        if (!any)
        {
            return "BestEffort";
        }

        var guaranteed = containers.All(one => Counted.All(name =>
            one.At("resources", "limits", name) is { } limit
            && (one.At("resources", "requests", name) is not { } request || Quantity.Same(request, limit))));
        return guaranteed ? "Guaranteed" : "Burstable";
    }

    private static bool Has(JsonObject container, string list) =>
        container.At("resources", list) is JsonObject amounts && Counted.Any(name => amounts[name] is { } amount && Quantity.Parse(amount) > 0);
}
