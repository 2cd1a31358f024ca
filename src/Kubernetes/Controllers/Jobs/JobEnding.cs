using System.Text.Json.Nodes;
using Verditer.Core;

namespace Verditer.Kubernetes.Controllers;

/// <summary>How a job ends.</summary>
internal sealed record JobEnding(bool Succeeded, string Reason, string Message)
{
    /// <summary>Null while it goes on.</summary>
    public static JobEnding? Of(JobProgress progress, DateTimeOffset now)
    {
        if (Recorded(progress.Job) is { } earlier)
        {
            return earlier;
        }

        if (progress.Failed > (progress.Job.Number("spec", "backoffLimit") ?? 6))
        {
            return new(false, "BackoffLimitExceeded", "Job has reached the specified backoff limit");
        }

        if (progress.Deadline <= now && !progress.IsSuspended)
        {
            return new(false, "DeadlineExceeded", "Job was active longer than specified deadline");
        }

        var enough = progress.Completions is { } completions
            ? progress.Succeeded >= completions
            : progress.Succeeded > 0 && progress.Active.Count == 0;
        return enough ? new(true, "CompletionsReached", "Reached expected number of succeeded pods") : null;
    }

    /// <summary>What was decided before, while the last pods were still ending.</summary>
    private static JobEnding? Recorded(JsonObject job) =>
        job.HasCondition("FailureTarget") && job.Condition("FailureTarget") is { } failure
            ? new(false, failure.Text("reason") ?? "", failure.Text("message") ?? "")
            : null;
}
