using System.Text.Json.Nodes;
using Verditer.Core;

namespace Verditer.Kubernetes;

/// <summary>An autoscaler that names no metric goes by CPU, at 80 %. Source: <c>pkg/apis/autoscaling/v2/defaults.go</c>.</summary>
internal sealed class AutoscalerRules : KindRules
{
    private const int DefaultPercent = 80;

    public override GroupResource Resource => new("autoscaling", "horizontalpodautoscalers");

    public override void Default(JsonObject value)
    {
        if (value.At("spec", "metrics") is not JsonArray { Count: > 0 })
        {
            value.Section("spec")["metrics"] = new JsonArray(AutoscalerVersions.Cpu("target", DefaultPercent));
        }
    }
}
