using System.Net;
using System.Text.Json.Nodes;
using Verditer.Core;

namespace Verditer.Kubernetes;

/// <summary>Nodes: what their taints and their pods' addresses must be. Source: <c>pkg/apis/core/validation</c>, whose errors name them <c>metadata.taints</c>.</summary>
internal sealed class NodeRules : KindRules
{
    private static readonly string[] Effects = ["NoSchedule", "PreferNoSchedule", "NoExecute"];

    public override GroupResource Resource => new("", "nodes");

    public override void Validate(JsonObject value, JsonObject? current, List<FieldError> errors)
    {
        PodRanges(value, current, errors);
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

    /// <summary>Nodes are given their range once: routes of other nodes are made of it.</summary>
    private static void PodRanges(JsonObject value, JsonObject? current, List<FieldError> errors)
    {
        foreach (var (field, range) in Ranges(value).Where(one => one.Range.Any(char.IsWhiteSpace) || !IPNetwork.TryParse(one.Range, out _)))
        {
            errors.Add(FieldError.Invalid(field, range, "must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)"));
        }

        if (current is not null && Ranges(current).ToList() is { Count: > 0 } known && !Ranges(value).SequenceEqual(known))
        {
            errors.Add(FieldError.Forbidden("spec.podCIDRs", "node updates may not change podCIDR except from \"\" to valid"));
        }
    }

    private static IEnumerable<(string Field, string Range)> Ranges(JsonObject node)
    {
        if (node.Text("spec", "podCIDR") is { Length: > 0 } range)
        {
            yield return ("spec.podCIDR", range);
        }

        var index = 0;
        foreach (var one in node.At("spec", "podCIDRs") as JsonArray ?? [])
        {
            yield return ($"spec.podCIDRs[{index++}]", one.Text() ?? "");
        }
    }
}
