using System.Text.Json.Nodes;
using Verditer.Core;

namespace Verditer.Kubernetes.Controllers;

/// <summary>The jobs of a cron job.</summary>
internal static class CronJobHistory
{
    public static List<JsonObject> JobsOf(Turn turn, JsonObject cron) =>
        [.. turn.Api.List(Kinds.Jobs, cron.Namespace()).Where(job => job.IsControlledBy(cron))];

    public static JsonObject Build(JsonObject cron, string name, DateTimeOffset due)
    {
        var metadata = cron.CopyAt("spec", "jobTemplate", "metadata");
        metadata.Remove("creationTimestamp");
        metadata["name"] = name;
        metadata["namespace"] = cron.Namespace();
        metadata["ownerReferences"] = new JsonArray(OwnerReferences.ReferenceTo(cron));
        metadata.Section("annotations")["batch.kubernetes.io/cronjob-scheduled-timestamp"] = Timestamps.Seconds(due);
        return new JsonObject
        {
            ["apiVersion"] = "batch/v1",
            ["kind"] = "Job",
            ["metadata"] = metadata,
            ["spec"] = cron.At("spec", "jobTemplate", "spec")?.DeepClone(),
        };
    }

    public static JsonObject Status(JsonObject cron, List<JsonObject> jobs, DateTimeOffset? scheduled)
    {
        var status = new JsonObject();
        var active = jobs.FindAll(job => !JobProgress.HasFinished(job));
        if (active.Count > 0)
        {
            status["active"] = active.Select(job => new JsonObject
            {
                ["apiVersion"] = "batch/v1",
                ["kind"] = "Job",
                ["name"] = job.Name(),
                ["namespace"] = job.Namespace(),
                ["resourceVersion"] = job.Text("metadata", "resourceVersion"),
                ["uid"] = job.Uid(),
            }).ToJsonArray();
        }

        if (scheduled is { } time)
        {
            status["lastScheduleTime"] = Timestamps.Seconds(time);
        }

        var successes = jobs.Where(job => job.HasCondition("Complete")).Select(job => job.Text("status", "completionTime"));
        if (successes.Append(cron.Text("status", "lastSuccessfulTime")).Max(StringComparer.Ordinal) is { } success)
        {
            status["lastSuccessfulTime"] = success;
        }

        return status;
    }

    public static async Task TrimAsync(Turn turn, JsonObject cron, List<JsonObject> jobs)
    {
        (string Condition, int Limit)[] limits =
        [
            ("Complete", cron.Number("spec", "successfulJobsHistoryLimit") ?? 3),
            ("Failed", cron.Number("spec", "failedJobsHistoryLimit") ?? 1),
        ];
        foreach (var (condition, limit) in limits)
        {
            foreach (var job in jobs.Where(job => job.HasCondition(condition)).OrderBy(ObjectFields.CreatedAt).SkipLast(limit).ToList())
            {
                await turn.DeleteAsync(Kinds.Jobs, job);
                await turn.EventAsync(cron, Kinds.CronJobs, EventRecorder.Normal, "SuccessfulDelete", $"Deleted job {job.Name()}");
            }
        }
    }
}
