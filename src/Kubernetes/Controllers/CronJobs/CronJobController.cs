using System.Text.Json.Nodes;
using Verditer.Core;

namespace Verditer.Kubernetes.Controllers;

/// <summary>Makes jobs by a schedule, on Verditer's clock. Of several missed times only the last one is made up for.</summary>
internal sealed class CronJobController(ControllerServices services) : Controller(services)
{
    public override string Name => "cronjob";

    protected override IReadOnlyList<WatchSource> Sources { get; } =
    [
        WatchSource.Self(Kinds.CronJobs),
        WatchSource.Controlled(Kinds.Jobs, "CronJob", Kinds.CronJobs),
    ];

    protected override async Task ReconcileAsync(Turn turn)
    {
        if (turn.Find() is not { } cron || cron.IsBeingDeleted())
        {
            return;
        }

        var jobs = CronJobHistory.JobsOf(turn, cron);
        var scheduled = Timestamps.Parse(cron.Text("status", "lastScheduleTime"));
        if (CronSchedule.Parse(cron.Text("spec", "schedule"), cron.Text("spec", "timeZone")) is not { } schedule)
        {
            await turn.EventAsync(cron, Kinds.CronJobs, EventRecorder.Warning, "UnparseableSchedule", $"unparseable schedule: {cron.Text("spec", "schedule")}");
        }
        else if (cron.Flag("spec", "suspend") != true)
        {
            if (schedule.Latest(scheduled ?? cron.CreatedAt(), turn.Now) is { } due && await StartAsync(turn, cron, jobs, due))
            {
                scheduled = due;
            }

            if (schedule.Next(turn.Now) is { } next)
            {
                turn.LookAgainAt(next);
            }
        }

        if (!turn.Failed)
        {
            jobs = CronJobHistory.JobsOf(turn, cron);
            await turn.SetStatusAsync(Kinds.CronJobs, cron, CronJobHistory.Status(cron, jobs, scheduled));
            await CronJobHistory.TrimAsync(turn, cron, jobs);
        }
    }

    /// <returns>True when the time is dealt with: its job is there.</returns>
    private static async Task<bool> StartAsync(Turn turn, JsonObject cron, List<JsonObject> jobs, DateTimeOffset due)
    {
        if (cron.At("spec", "startingDeadlineSeconds").Long() is { } deadline && turn.Now - due > TimeSpan.FromSeconds(deadline))
        {
            await turn.EventAsync(cron, Kinds.CronJobs, EventRecorder.Warning, "MissSchedule", $"Missed scheduled time to start a job: {due:r}");
            return false;
        }

        var running = jobs.FindAll(job => !JobProgress.HasFinished(job));
        switch (cron.Text("spec", "concurrencyPolicy"))
        {
            case "Forbid" when running.Count > 0:
                await turn.EventAsync(
                    cron, Kinds.CronJobs, EventRecorder.Normal, "JobAlreadyActive", "Not starting job because prior execution is running and concurrency policy is Forbid");
                return false;
            case "Replace":
                foreach (var job in running)
                {
                    await turn.DeleteAsync(Kinds.Jobs, job);
                    await turn.EventAsync(cron, Kinds.CronJobs, EventRecorder.Normal, "SuccessfulDelete", $"Deleted job {job.Name()}");
                }

                break;
        }

        var name = $"{cron.Name()}-{due.ToUnixTimeSeconds() / 60}";
        if (turn.Api.Find(Kinds.Jobs, cron.Namespace(), name) is not null)
        {
            return true;
        }

        var (_, error) = await turn.CreateAsync(Kinds.Jobs, CronJobHistory.Build(cron, name, due));
        await turn.AnnounceCreationAsync(cron, Kinds.CronJobs, error is null ? $"Created job {name}" : $"Error creating job: {error.Message}", error);
        return error is null;
    }
}
