using System.Text.Json.Nodes;
using Verditer.Core;

namespace Verditer.Kubernetes;

/// <summary>Jobs: the selector is made from the job's uid. Source: <c>pkg/registry/batch/job/strategy.go</c>.</summary>
internal sealed class JobRules : KindRules
{
    public override GroupResource Resource => new("batch", "jobs");

    public override void Default(JsonObject value)
    {
        var spec = value.Section("spec");
        if (spec["completions"] is null && spec["parallelism"] is null)
        {
            spec["completions"] = 1;
            spec["parallelism"] = 1;
        }

        spec["parallelism"] ??= 1;
        if (spec.At("template", "metadata", "labels") is JsonObject { Count: > 0 } labels && value.Metadata()["labels"] is not JsonObject { Count: > 0 })
        {
            value.Metadata()["labels"] = labels.DeepClone();
        }

        if (spec.At("template", "spec") is JsonObject pod)
        {
            PodSpecs.Default(pod);
        }
    }

    public override void PrepareForCreate(JsonObject value)
    {
        value["status"] = new JsonObject();
        var spec = value.Section("spec");
        if (spec.Flag("manualSelector") == true)
        {
            return;
        }

        var uid = value.Text("metadata", "uid")!;
        var labels = spec.Section("template").Metadata().Section("labels");
        labels["batch.kubernetes.io/controller-uid"] = uid;
        labels["batch.kubernetes.io/job-name"] = value.Name();
        labels["controller-uid"] = uid;
        labels["job-name"] = value.Name();
        spec["selector"] ??= new JsonObject { ["matchLabels"] = new JsonObject { ["batch.kubernetes.io/controller-uid"] = uid } };
    }

    public override void Validate(JsonObject value, JsonObject? current, List<FieldError> errors)
    {
        if (value.At("spec", "template", "spec") is JsonObject spec)
        {
            PodSpecRules.Validate(spec, "spec.template.spec", errors);
            if (spec.Text("restartPolicy") is { } policy && policy is not ("OnFailure" or "Never"))
            {
                errors.Add(FieldError.Required("spec.template.spec.restartPolicy", "valid values: \"OnFailure\", \"Never\""));
            }
        }
        else
        {
            errors.Add(FieldError.Required("spec.template.spec"));
        }

        foreach (var field in (ReadOnlySpan<string>)["selector", "completionMode", "podFailurePolicy", "backoffLimitPerIndex"])
        {
            if (current is not null && !JsonNode.DeepEquals(value.At("spec", field), current.At("spec", field)))
            {
                errors.Add(FieldError.Immutable($"spec.{field}", value.At("spec", field)));
            }
        }

        if (current is not null && current.Flag("spec", "suspend") != true && !JsonNode.DeepEquals(value.At("spec", "template"), current.At("spec", "template")))
        {
            errors.Add(FieldError.Immutable("spec.template", value.At("spec", "template")));
        }
    }
}

/// <summary>Cron jobs. Source: <c>pkg/apis/batch/validation</c>.</summary>
internal sealed class CronJobRules : KindRules
{
    public override GroupResource Resource => new("batch", "cronjobs");

    public override void Default(JsonObject value)
    {
        if (value.At("spec", "jobTemplate", "spec", "template", "spec") is JsonObject pod)
        {
            PodSpecs.Default(pod);
        }
    }

    public override void PrepareForCreate(JsonObject value) => value["status"] = new JsonObject();

    public override void Validate(JsonObject value, JsonObject? current, List<FieldError> errors)
    {
        var schedule = value.Text("spec", "schedule") ?? "";
        if (schedule.Length == 0)
        {
            errors.Add(FieldError.Required("spec.schedule"));
        }
        else if (!schedule.StartsWith('@') && schedule.Split(' ', StringSplitOptions.RemoveEmptyEntries).Length is var count && count != 5)
        {
            errors.Add(FieldError.Invalid("spec.schedule", schedule, $"expected exactly 5 fields, found {count}: [{schedule}]"));
        }

        if (value.Text("spec", "concurrencyPolicy") is { } policy && policy is not ("Allow" or "Forbid" or "Replace"))
        {
            errors.Add(FieldError.NotSupported("spec.concurrencyPolicy", policy, "Allow", "Forbid", "Replace"));
        }

        if (value.At("spec", "jobTemplate", "spec", "template", "spec") is JsonObject spec)
        {
            PodSpecRules.Validate(spec, "spec.jobTemplate.spec.template.spec", errors);
            if (spec.Text("restartPolicy") is { } restart && restart is not ("OnFailure" or "Never"))
            {
                errors.Add(FieldError.Required("spec.jobTemplate.spec.template.spec.restartPolicy", "valid values: \"OnFailure\", \"Never\""));
            }
        }
    }
}
