using System.Text.Json.Nodes;
using Verditer.Core;

namespace Verditer.Kubernetes.Controllers;

internal static class JobStatus
{
    public static JsonObject Of(Turn turn, JobProgress progress, JobEnding? end)
    {
        var job = progress.Job;
        var status = new JsonObject();
        foreach (var field in (string[])["conditions", "startTime"])
        {
            if (job.At("status", field) is { } kept)
            {
                status[field] = kept.DeepClone();
            }
        }

        if (!progress.IsSuspended)
        {
            status["startTime"] ??= Timestamps.Seconds(turn.Now);
        }

        Counts.Set(status, "active", progress.Active.Count);
        status["ready"] = progress.Active.Count(PodFacts.IsReady);
        status["terminating"] = progress.Pods.Count(pod => pod.IsBeingDeleted() && !pod.HasEnded());
        Counts.Set(status, "succeeded", progress.Succeeded);
        Counts.Set(status, "failed", progress.Failed);
        if (progress.IsIndexed && progress.CompletedIndexes.Count > 0)
        {
            status["completedIndexes"] = JobProgress.Ranges(progress.CompletedIndexes);
        }

        status["uncountedTerminatedPods"] = new JsonObject();
        SetConditions(turn, progress, end, status);
        return status;
    }

    private static void SetConditions(Turn turn, JobProgress progress, JobEnding? end, JsonObject status)
    {
        if (end is { } ending)
        {
            status.SetCondition(
                ending.Succeeded ? "SuccessCriteriaMet" : "FailureTarget", "True", ending.Reason, ending.Message, turn.Now, "lastProbeTime");
            if (ending.Succeeded)
            {
                status["completionTime"] = Timestamps.Seconds(turn.Now);
            }

            status.SetCondition(ending.Succeeded ? "Complete" : "Failed", "True", ending.Reason, ending.Message, turn.Now, "lastProbeTime");
        }
        else if (progress.IsSuspended)
        {
            status.Remove("startTime");
            status.SetCondition("Suspended", "True", "JobSuspended", "Job suspended", turn.Now, "lastProbeTime");
        }
        else if (progress.Job.HasCondition("Suspended"))
        {
            status["startTime"] = Timestamps.Seconds(turn.Now);
            status.SetCondition("Suspended", "False", "JobResumed", "Job resumed", turn.Now, "lastProbeTime");
        }
    }
}
