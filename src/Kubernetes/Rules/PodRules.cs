using System.Text.Json.Nodes;
using Verditer.Core;

namespace Verditer.Kubernetes;

/// <summary>Pods. Source: <c>pkg/registry/core/pod/strategy.go</c>, <c>pkg/apis/core/validation</c>.</summary>
internal sealed class PodRules : KindRules
{
    private const string OnlySome =
        "pod updates may not change fields other than `spec.containers[*].image`,`spec.initContainers[*].image`,`spec.activeDeadlineSeconds`,"
        + "`spec.tolerations` (only additions to existing tolerations),`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it was previously negative)";

    public override GroupResource Resource => new("", "pods");

    public override void Default(JsonObject value)
    {
        var spec = value.Section("spec");
        PodSpecs.Default(spec);
        PodSpecs.RequestLimits(spec);
    }

    public override void PrepareForCreate(JsonObject value) =>
        value["status"] = new JsonObject { ["phase"] = "Pending", ["qosClass"] = QualityOfService.Of(value.Section("spec")) };

    public override void PrepareForUpdate(JsonObject value, JsonObject current, string subresource) => PodParts.Keep(value, current, subresource);

    public override void ValidatePart(JsonObject value, JsonObject current, string subresource, List<FieldError> errors)
    {
        switch (subresource)
        {
            case PodParts.Debug:
                EphemeralContainerRules.Validate(value, current, errors);
                break;
            case PodParts.Resize:
                PodResizeRules.Validate(value, current, errors);
                break;
            default:
                Validate(value, current, errors);
                break;
        }
    }

    public override void Validate(JsonObject value, JsonObject? current, List<FieldError> errors)
    {
        if (current is null)
        {
            if (value.At("spec", "ephemeralContainers") is JsonArray { Count: > 0 })
            {
                errors.Add(FieldError.Forbidden("spec.ephemeralContainers", "cannot be set on create"));
            }

            PodSpecRules.Validate(value.Section("spec"), "spec", errors);
            return;
        }

        var unbound = current.Text("spec", "nodeName") is not { Length: > 0 };
        if (!JsonNode.DeepEquals(Fixed(value.Section("spec"), unbound), Fixed(current.Section("spec"), unbound)))
        {
            errors.Add(FieldError.Forbidden("spec", OnlySome));
        }
    }

    /// <summary>The specification without what may be changed.</summary>
    private static JsonObject Fixed(JsonObject spec, bool unbound)
    {
        var rest = spec.Copy();
        if (unbound)
        {
            rest.Remove("nodeName");
        }

        foreach (var name in (ReadOnlySpan<string>)["activeDeadlineSeconds", "tolerations", "terminationGracePeriodSeconds", "schedulingGates", "nodeSelector", "affinity"])
        {
            rest.Remove(name);
        }

        foreach (var (_, container) in PodSpecs.Containers(rest).Where(one => !one.Field.StartsWith("ephemeral", StringComparison.Ordinal)))
        {
            container.Remove("image");
            container.Remove("imagePullPolicy");
        }

        return rest;
    }
}
