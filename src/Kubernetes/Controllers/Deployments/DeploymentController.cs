using Verditer.Core;

namespace Verditer.Kubernetes.Controllers;

/// <summary>Rolls a deployment's pod template out by way of ReplicaSets.</summary>
internal sealed class DeploymentController(ControllerServices services) : Controller(services)
{
    public override string Name => "deployment";

    protected override IReadOnlyList<WatchSource> Sources { get; } =
    [
        WatchSource.Self(Kinds.Deployments),
        WatchSource.Controlled(Kinds.ReplicaSets, "Deployment", Kinds.Deployments),
        WatchSource.Orphans(Kinds.ReplicaSets, Kinds.Deployments),
        new(Kinds.Pods, OfDeletedPod),
    ];

    protected override async Task ReconcileAsync(Turn turn)
    {
        if (turn.Find() is not { } found)
        {
            return;
        }

        var rollout = await Rollout.ReadAsync(turn, found);
        if (!found.IsBeingDeleted())
        {
            await AdvanceAsync(turn, rollout);
        }

        if (turn.Find() is { } current && !turn.Failed)
        {
            rollout = Rollout.Read(turn, current);
            await turn.SetStatusAsync(Kinds.Deployments, current, DeploymentStatus.Of(turn, rollout));
            if (!current.IsBeingDeleted())
            {
                await RevisionHistory.TrimAsync(turn, rollout);
            }
        }
    }

    private static async Task AdvanceAsync(Turn turn, Rollout rollout)
    {
        if (rollout.IsPaused || ProportionalScaling.IsNeeded(rollout))
        {
            await ProportionalScaling.ScaleAsync(turn, rollout);
        }
        else if (rollout.Deployment.Text("spec", "strategy", "type") == "Recreate")
        {
            await RecreateRollout.AdvanceAsync(turn, rollout);
        }
        else
        {
            await RollingUpdate.AdvanceAsync(turn, rollout);
        }

        await RevisionHistory.StampAsync(turn, rollout);
    }

    /// <summary>A deployment that recreates waits for its last old pod to be gone.</summary>
    private static IEnumerable<ObjectKey> OfDeletedPod(IObjectClient api, ObjectEvent change)
    {
        if (change.Kind == ObjectEventKind.Deleted
            && change.Object.ControllerReference() is { } reference
            && reference.Text("kind") == "ReplicaSet"
            && api.Find(Kinds.ReplicaSets, change.Object.Namespace(), reference.Text("name")!)?.ControllerReference() is { } owner)
        {
            yield return new ObjectKey(Kinds.Deployments, change.Object.Namespace(), owner.Text("name")!);
        }
    }
}
