using System.Text.Json.Nodes;
using Verditer.Core;

namespace Verditer.Kubernetes.Controllers;

/// <summary>Keeps pods with ordinals, one after another: up from the lowest, down and anew from the highest.</summary>
internal sealed class StatefulSetController(ControllerServices services) : Controller(services)
{
    public override string Name => "statefulset";

    protected override IReadOnlyList<WatchSource> Sources { get; } =
    [
        WatchSource.Self(Kinds.StatefulSets),
        WatchSource.Controlled(Kinds.Pods, "StatefulSet", Kinds.StatefulSets),
        WatchSource.Orphans(Kinds.Pods, Kinds.StatefulSets),
    ];

    protected override async Task ReconcileAsync(Turn turn)
    {
        if (turn.Find() is not { } set)
        {
            return;
        }

        var pods = await turn.ClaimAsync(set, Kinds.Pods, LabelSelector.Of(set));
        if (set.IsBeingDeleted() || await ControllerRevisions.EnsureAsync(turn, set) is not { } update)
        {
            return;
        }

        var rollout = StatefulRollout.Read(turn, set, pods, update);
        await AdvanceAsync(turn, rollout);

        pods = [.. turn.Api.List(Kinds.Pods, set.Namespace()).Where(pod => pod.IsControlledBy(set))];
        rollout = StatefulRollout.Read(turn, set, pods, update);
        await turn.SetStatusAsync(Kinds.StatefulSets, set, StatefulSetStatus.Of(turn, rollout));
        await ControllerRevisions.TrimAsync(turn, set, revision =>
            revision.Name() == update.Name()
            || revision.Name() == rollout.Current.Name()
            || pods.Exists(pod => pod.Label(ControllerRevisions.HashLabel) == revision.Name()));
    }

    /// <summary>One step where order matters, all steps where it does not.</summary>
    private static async Task AdvanceAsync(Turn turn, StatefulRollout rollout)
    {
        var parallel = rollout.Set.Text("spec", "podManagementPolicy") == "Parallel";
        foreach (var ordinal in rollout.Ordinals)
        {
            if (!await EnsurePodAsync(turn, rollout, ordinal) && !parallel)
            {
                return;
            }
        }

        foreach (var (_, pod) in rollout.Condemned)
        {
            if (!pod.IsBeingDeleted())
            {
                await DeleteAsync(turn, rollout, pod);
            }

            if (!parallel)
            {
                return;
            }
        }

        await UpdateOneAsync(turn, rollout);
    }

    /// <returns>True when the pod is there and serves.</returns>
    private static async Task<bool> EnsurePodAsync(Turn turn, StatefulRollout rollout, int ordinal)
    {
        var pod = rollout.Pods.GetValueOrDefault(ordinal);
        if (pod is null)
        {
            await StatefulPods.CreateAsync(turn, rollout, ordinal);
            return false;
        }

        if (pod.HasEnded() && !pod.IsBeingDeleted())
        {
            await turn.EventAsync(
                rollout.Set, Kinds.StatefulSets, EventRecorder.Warning, "RecreatingTerminatedPod", $"StatefulSet {rollout.Set.Namespace()}/{rollout.Set.Name()} is recreating terminated Pod {pod.Name()}");
            await turn.DeleteAsync(Kinds.Pods, pod);
            return false;
        }

        return rollout.IsServing(pod, turn);
    }

    private static async Task UpdateOneAsync(Turn turn, StatefulRollout rollout)
    {
        if (rollout.Set.Text("spec", "updateStrategy", "type") == "OnDelete")
        {
            return;
        }

        foreach (var ordinal in rollout.Ordinals.Reverse().TakeWhile(ordinal => ordinal >= rollout.Start + rollout.Partition))
        {
            if (rollout.Pods.GetValueOrDefault(ordinal) is not { } pod)
            {
                return;
            }

            if (pod.Label(ControllerRevisions.HashLabel) != rollout.Update.Name() && !pod.IsBeingDeleted())
            {
                await DeleteAsync(turn, rollout, pod);
                return;
            }

            if (!rollout.IsServing(pod, turn))
            {
                return;
            }
        }
    }

    private static async Task DeleteAsync(Turn turn, StatefulRollout rollout, JsonObject pod)
    {
        await turn.DeleteAsync(Kinds.Pods, pod);
        await turn.EventAsync(
            rollout.Set, Kinds.StatefulSets, EventRecorder.Normal, "SuccessfulDelete", $"delete Pod {pod.Name()} in StatefulSet {rollout.Set.Name()} successful");
    }
}
