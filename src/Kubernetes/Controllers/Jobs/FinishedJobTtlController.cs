using Verditer.Core;

namespace Verditer.Kubernetes.Controllers;

/// <summary>Deletes jobs <c>ttlSecondsAfterFinished</c> after their end.</summary>
internal sealed class FinishedJobTtlController(ControllerServices services) : Controller(services)
{
    public override string Name => "ttl-after-finished";

    protected override int Workers => 1;

    protected override IReadOnlyList<WatchSource> Sources { get; } =
        [WatchSource.Self(Kinds.Jobs, job => job.At("spec", "ttlSecondsAfterFinished") is not null && JobProgress.HasFinished(job))];

    protected override async Task ReconcileAsync(Turn turn)
    {
        if (turn.Find() is not { } job
            || job.IsBeingDeleted()
            || job.At("spec", "ttlSecondsAfterFinished").Long() is not { } seconds
            || (job.HasCondition("Complete") ? job.Condition("Complete") : job.Condition("Failed")) is not { } end
            || end.Text("status") != "True"
            || Timestamps.Parse(end.Text("lastTransitionTime")) is not { } ended)
        {
            return;
        }

        var due = ended + TimeSpan.FromSeconds(seconds);
        if (due > turn.Now)
        {
            turn.LookAgainAt(due);
            return;
        }

        await turn.DeleteAsync(Kinds.Jobs, job);
    }
}
