using System.Globalization;
using System.Text.Json.Nodes;
using Verditer.Core;

namespace Verditer.Kubernetes.Controllers;

/// <summary>The pods of a job.</summary>
internal static class JobPods
{
    public const string IndexAnnotation = "batch.kubernetes.io/job-completion-index";

    public static int? Index(JsonObject pod) =>
        int.TryParse(pod.Annotation(IndexAnnotation), CultureInfo.InvariantCulture, out var index) ? index : null;

    public static JsonObject Build(JsonObject job, int? index)
    {
        var pod = PodTemplates.NewPod(job, job.At("spec", "template"));
        var metadata = pod.Section("metadata");
        var labels = metadata.Section("labels");
        foreach (var prefix in (string[])["batch.kubernetes.io/", ""])
        {
            labels[$"{prefix}controller-uid"] = job.Uid();
            labels[$"{prefix}job-name"] = job.Name();
        }

        if (index is { } number)
        {
            var text = Quantity.Count(number);
            metadata["generateName"] = $"{job.Name()}-{text}-";
            labels[IndexAnnotation] = text;
            metadata.Section("annotations")[IndexAnnotation] = text;
            pod.Section("spec")["hostname"] = $"{job.Name()}-{text}";
            foreach (var container in pod.Containers().Concat(pod.InitContainers()).ToList())
            {
                container["env"] = container.Items("env").Append(new JsonObject { ["name"] = "JOB_COMPLETION_INDEX", ["value"] = text }).ToJsonArray();
            }
        }

        return pod;
    }
}
