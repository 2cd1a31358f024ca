using System.Text.Json.Nodes;
using Verditer.Core;

namespace Verditer.Kubernetes;

/// <summary>A pod that runs may get more or less CPU and memory, as long as its class of service stays. Source: <c>ValidatePodResize</c> in <c>pkg/apis/core/validation</c>.</summary>
internal static class PodResizeRules
{
    private const string OnlyThese = "only cpu and memory resources are mutable";

    private static readonly string[] Mutable = ["cpu", "memory"];

    public static void Validate(JsonObject value, JsonObject current, List<FieldError> errors)
    {
        if (!PodParts.SameContainers(value, current))
        {
            errors.Add(FieldError.Forbidden("spec", "only cpu and memory resources are mutable; containers may not be added, removed, renamed or reordered"));
            return;
        }

        PodSpecRules.Validate(value.Section("spec"), "spec", errors);
        if (QualityOfService.Of(value.Section("spec")) is var quality && quality != QualityOfService.Of(current["spec"] as JsonObject ?? []))
        {
            errors.Add(FieldError.Invalid("spec", quality, "Pod QOS Class may not change as a result of resizing"));
        }

        foreach (var ((field, now), (_, before)) in PodSpecs.Containers(value.Section("spec")).Zip(PodSpecs.Containers(current["spec"] as JsonObject ?? [])))
        {
            Container(now, before, $"spec.{field}", errors);
        }
    }

    private static void Container(JsonObject now, JsonObject before, string field, List<FieldError> errors)
    {
        if (!JsonNode.DeepEquals(Others(now), Others(before)))
        {
            errors.Add(FieldError.Forbidden($"{field}.resources", OnlyThese));
        }

        foreach (var list in (ReadOnlySpan<string>)["requests", "limits"])
        {
            foreach (var name in Mutable.Where(name => before.At("resources", list, name) is not null && now.At("resources", list, name) is null))
            {
                errors.Add(FieldError.Forbidden($"{field}.resources.{list}", $"{name} {list} cannot be removed"));
            }
        }
    }

    /// <summary>The resources without those that may change.</summary>
    private static JsonObject Others(JsonObject container)
    {
        var resources = (container["resources"] as JsonObject ?? []).Copy();
        foreach (var list in (ReadOnlySpan<string>)["requests", "limits"])
        {
            foreach (var name in Mutable)
            {
                (resources[list] as JsonObject)?.Remove(name);
            }

            if (resources[list] is JsonObject { Count: 0 })
            {
                resources.Remove(list);
            }
        }

        return resources;
    }
}
