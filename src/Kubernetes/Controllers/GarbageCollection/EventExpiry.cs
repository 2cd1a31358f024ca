using Verditer.Core;

namespace Verditer.Kubernetes.Controllers;

/// <summary>Events are forgotten an hour after they were last seen.</summary>
internal sealed class EventExpiry(ControllerServices services) : Controller(services)
{
    private static readonly TimeSpan Life = TimeSpan.FromHours(1);

    public override string Name => "event-expiry";

    protected override int Workers => 1;

    protected override IReadOnlyList<WatchSource> Sources { get; } = [WatchSource.Self(Kinds.Events)];

    protected override async Task ReconcileAsync(Turn turn)
    {
        if (turn.Find() is not { } value)
        {
            return;
        }

        var seen = Timestamps.Parse(value.Text("series", "lastObservedTime") ?? value.Text("lastTimestamp") ?? value.Text("eventTime")) ?? value.CreatedAt();
        if (seen + Life > turn.Now)
        {
            turn.LookAgainAt(seen + Life);
            return;
        }

        await turn.DeleteAsync(Kinds.Events, value);
    }
}
