using System.Text.Json.Nodes;
using Verditer.Core;

namespace Verditer.Kubernetes;

/// <summary>What deployments, replica sets, stateful sets and daemon sets have in common: a selector that never changes and a template that it matches.</summary>
internal class WorkloadRules(string plural) : KindRules
{
    public override GroupResource Resource => new("apps", plural);

    public override void Default(JsonObject value)
    {
        if (value.At("spec", "template", "spec") is JsonObject spec)
        {
            PodSpecs.Default(spec);
        }
    }

    public override void Validate(JsonObject value, JsonObject? current, List<FieldError> errors)
    {
        if (value.Number("spec", "replicas") < 0)
        {
            errors.Add(FieldError.Invalid("spec.replicas", value.At("spec", "replicas"), "must be greater than or equal to 0"));
        }

        if (value.At("spec", "selector") is not JsonObject selector)
        {
            errors.Add(FieldError.Required("spec.selector"));
        }
        else
        {
            Selector(selector, value.At("spec", "template", "metadata", "labels") as JsonObject, errors);
        }

        if (value.At("spec", "template", "spec") is JsonObject spec)
        {
            PodSpecRules.Validate(spec, "spec.template.spec", errors);
            if (spec.Text("restartPolicy") is { } policy && policy != "Always")
            {
                errors.Add(FieldError.NotSupported("spec.template.spec.restartPolicy", policy, "Always"));
            }
        }

        if (current is not null && !JsonNode.DeepEquals(value.At("spec", "selector"), current.At("spec", "selector")))
        {
            errors.Add(FieldError.Immutable("spec.selector", value.At("spec", "selector")));
        }
    }

    private void Selector(JsonObject selector, JsonObject? labels, List<FieldError> errors)
    {
        MetadataRules.Labels(selector["matchLabels"] as JsonObject, "spec.selector.matchLabels", errors);
        if (selector["matchLabels"] is not JsonObject { Count: > 0 } && selector["matchExpressions"] is not JsonArray { Count: > 0 })
        {
            errors.Add(FieldError.Invalid("spec.selector", selector.DeepClone(), $"empty selector is invalid for {plural[..^1]}"));
        }
        else if (!LabelSelectors.Matches(selector, labels))
        {
            errors.Add(FieldError.Invalid("spec.template.metadata.labels", labels, "`selector` does not match template `labels`"));
        }
    }
}

/// <summary>Stateful sets: most of their specification is fixed. Source: <c>pkg/apis/apps/validation</c>.</summary>
internal sealed class StatefulSetRules() : WorkloadRules("statefulsets")
{
    private static readonly string[] Changeable =
        ["replicas", "ordinals", "template", "updateStrategy", "revisionHistoryLimit", "persistentVolumeClaimRetentionPolicy", "minReadySeconds"];

    public override void Validate(JsonObject value, JsonObject? current, List<FieldError> errors)
    {
        base.Validate(value, current, errors);
        if (current is not null && !JsonNode.DeepEquals(Fixed(value), Fixed(current)))
        {
            errors.Add(FieldError.Forbidden(
                "spec",
                "updates to statefulset spec for fields other than 'replicas', 'ordinals', 'template', 'updateStrategy', 'revisionHistoryLimit', "
                + "'persistentVolumeClaimRetentionPolicy' and 'minReadySeconds' are forbidden"));
        }
    }

    private static JsonObject Fixed(JsonObject value)
    {
        var rest = value.Section("spec").Copy();
        foreach (var name in Changeable)
        {
            rest.Remove(name);
        }

        return rest;
    }
}

/// <summary>Replication controllers: the selector is a plain map, taken from the template where it is missing.</summary>
internal sealed class ReplicationControllerRules : KindRules
{
    public override GroupResource Resource => new("", "replicationcontrollers");

    public override void Default(JsonObject value)
    {
        var spec = value.Section("spec");
        if (spec.At("template", "metadata", "labels") is JsonObject { Count: > 0 } labels)
        {
            if (spec["selector"] is not JsonObject { Count: > 0 })
            {
                spec["selector"] = labels.DeepClone();
            }

            if (value.Metadata()["labels"] is not JsonObject { Count: > 0 })
            {
                value.Metadata()["labels"] = labels.DeepClone();
            }
        }

        if (spec.At("template", "spec") is JsonObject pod)
        {
            PodSpecs.Default(pod);
        }
    }

    public override void Validate(JsonObject value, JsonObject? current, List<FieldError> errors)
    {
        if (value.At("spec", "selector") is not JsonObject { Count: > 0 } selector)
        {
            errors.Add(FieldError.Required("spec.selector"));
        }
        else if (!LabelSelectors.MatchesAll(selector, value.At("spec", "template", "metadata", "labels") as JsonObject))
        {
            errors.Add(FieldError.Invalid(
                "spec.template.metadata.labels", value.At("spec", "template", "metadata", "labels"), "`selector` does not match template `labels`"));
        }

        if (value.At("spec", "template", "spec") is JsonObject spec)
        {
            PodSpecRules.Validate(spec, "spec.template.spec", errors);
        }
        else
        {
            errors.Add(FieldError.Required("spec.template"));
        }
    }
}
