using System.Text.Json.Nodes;
using Verditer.Core;

namespace Verditer.Kubernetes;

/// <summary>Nodes: what their taints must be. Source: <c>pkg/apis/core/validation</c>, whose errors name them <c>metadata.taints</c>.</summary>
internal sealed class NodeRules : KindRules
{
    private static readonly string[] Effects = ["NoSchedule", "PreferNoSchedule", "NoExecute"];

    public override GroupResource Resource => new("", "nodes");

    public override void Validate(JsonObject value, JsonObject? current, List<FieldError> errors)
    {
        var seen = new HashSet<(string Key, string Effect)>();
        var index = 0;
        foreach (var taint in (value.At("spec", "taints") as JsonArray ?? []).OfType<JsonObject>())
        {
            var field = $"metadata.taints[{index++}]";
            var (key, effect) = (taint.Text("key") ?? "", taint.Text("effect") ?? "");
            if (Names.Qualified(key) is { } badKey)
            {
                errors.Add(FieldError.Invalid($"{field}.key", key, badKey));
            }

            if (Names.LabelValue(taint.Text("value") ?? "") is { } badValue)
            {
                errors.Add(FieldError.Invalid($"{field}.value", taint.Text("value"), badValue));
            }

            if (effect.Length == 0)
            {
                errors.Add(FieldError.Required($"{field}.effect"));
            }
            else if (!Effects.Contains(effect))
            {
                errors.Add(FieldError.NotSupported($"{field}.effect", effect, Effects));
            }

            if (!seen.Add((key, effect)))
            {
                errors.Add(FieldError.Duplicate(field, taint.DeepClone()));
            }
        }
    }
}
