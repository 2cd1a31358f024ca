using System.Text.Json.Nodes;
using Verditer.Core;

namespace Verditer.Kubernetes.Controllers;

/// <summary>Runs pods until enough of them have succeeded.</summary>
internal sealed class JobController(ControllerServices services) : Controller(services)
{
    private static readonly TimeSpan FirstBackOff = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan LongestBackOff = TimeSpan.FromMinutes(10);

    public override string Name => "job";

    protected override string Component => "job-controller";

    protected override IReadOnlyList<WatchSource> Sources { get; } =
    [
        WatchSource.Self(Kinds.Jobs),
        WatchSource.Controlled(Kinds.Pods, "Job", Kinds.Jobs),
    ];

    protected override async Task ReconcileAsync(Turn turn)
    {
        if (turn.Find() is not { } job || job.IsBeingDeleted() || JobProgress.HasFinished(job))
        {
            return;
        }

        var progress = JobProgress.Read(turn, job);
        var end = JobEnding.Of(progress, turn.Now);
        if (end is not null || progress.IsSuspended)
        {
            await DeleteAsync(turn, job, progress.Active);
        }
        else
        {
            await ScaleAsync(turn, progress);
        }

        if (turn.Failed)
        {
            return;
        }

        progress = JobProgress.Read(turn, job);
        var before = job.Condition("Suspended").Text("status");
        var status = JobStatus.Of(turn, progress, end);
        await turn.SetStatusAsync(Kinds.Jobs, job, status);
        await AnnounceAsync(turn, job, end, before);
        if (end is null && progress.Deadline is { } deadline)
        {
            turn.LookAgainAt(deadline);
        }
    }

    private static async Task AnnounceAsync(Turn turn, JsonObject job, JobEnding? end, string? suspendedBefore)
    {
        if (end is not null && !turn.Failed)
        {
            await turn.EventAsync(
                job,
                Kinds.Jobs,
                end.Succeeded ? EventRecorder.Normal : EventRecorder.Warning,
                end.Succeeded ? "Completed" : end.Reason,
                end.Succeeded ? "Job completed" : end.Message);
        }
        else if (job.Flag("spec", "suspend") == true && suspendedBefore != "True")
        {
            await turn.EventAsync(job, Kinds.Jobs, EventRecorder.Normal, "Suspended", "Job suspended");
        }
        else if (job.Flag("spec", "suspend") != true && suspendedBefore == "True")
        {
            await turn.EventAsync(job, Kinds.Jobs, EventRecorder.Normal, "Resumed", "Job resumed");
        }
    }

    private static async Task ScaleAsync(Turn turn, JobProgress progress)
    {
        var job = progress.Job;
        if (progress.Wanted < progress.Active.Count)
        {
            await DeleteAsync(turn, job, ReplicaRanking.FirstToGo(progress.Active).Take(progress.Active.Count - progress.Wanted));
            return;
        }

        // A failure delays the pod that takes its place.
        if (progress.Failed > 0 && progress.LastFailure is { } failure)
        {
            var delay = FirstBackOff * Math.Pow(2, Math.Min(progress.Failed - 1, 10));
            var due = failure + (delay < LongestBackOff ? delay : LongestBackOff);
            if (due > turn.Now && progress.Wanted > progress.Active.Count)
            {
                turn.LookAgainAt(due);
                return;
            }
        }

        var indexes = new Queue<int>(progress.MissingIndexes);
        for (var i = progress.Active.Count; i < progress.Wanted; i++)
        {
            if (progress.IsIndexed && indexes.Count == 0)
            {
                return;
            }

            var (pod, error) = await turn.CreateAsync(Kinds.Pods, JobPods.Build(job, progress.IsIndexed ? indexes.Dequeue() : null));
            await turn.AnnounceCreationAsync(job, Kinds.Jobs, error is null ? $"Created pod: {pod!.Name()}" : $"Error creating: {error.Message}", error);
            if (error is not null)
            {
                return;
            }
        }
    }

    private static async Task DeleteAsync(Turn turn, JsonObject job, IEnumerable<JsonObject> pods)
    {
        foreach (var pod in pods.ToList())
        {
            await turn.DeleteAsync(Kinds.Pods, pod);
            await turn.EventAsync(job, Kinds.Jobs, EventRecorder.Normal, "SuccessfulDelete", $"Deleted pod: {pod.Name()}");
        }
    }
}
