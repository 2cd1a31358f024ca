using System.Text.Json.Nodes;
using Verditer.Core;

namespace Verditer.Kubernetes.Controllers;

/// <summary>
/// Up with the new, down with the old, within maxSurge and maxUnavailable. What a ReplicaSet's status says may be older than its last scale: pods that were
/// scaled away count against the surge until its controller has deleted them, and no longer as available.
/// </summary>
internal static class RollingUpdate
{
    public static async Task AdvanceAsync(Turn turn, Rollout rollout)
    {
        var wanted = NewReplicas(rollout);
        if (await turn.EnsureNewAsync(rollout, wanted) is not { } current)
        {
            return;
        }

        if (rollout.New is not null && current.Wanted() != wanted)
        {
            await turn.ScaleAsync(rollout, current, wanted);
            return;
        }

        await ScaleDownOldAsync(turn, rollout with { New = current });
    }

    private static int NewReplicas(Rollout rollout)
    {
        var now = rollout.New?.Wanted() ?? 0;
        if (now > rollout.Replicas)
        {
            return rollout.Replicas;
        }

        if (!rollout.Old.TrueForAll(ReplicaSetScaling.IsObserved))
        {
            return now;
        }

        var room = rollout.Replicas + rollout.Surge - now - rollout.Old.Sum(Present);
        return now + Math.Max(0, Math.Min(room, rollout.Replicas - now));
    }

    /// <summary>The most pods that an observed set has, now or soon; those that are ending already do not count.</summary>
    private static int Present(JsonObject set) => Math.Max(set.Wanted(), set.Number("status", "replicas") ?? 0);

    /// <summary>The available pods that its last scale leaves.</summary>
    private static int StaysAvailable(JsonObject set) => Math.Min(set.Wanted(), set.Available());

    private static async Task ScaleDownOldAsync(Turn turn, Rollout rollout)
    {
        var minAvailable = rollout.Replicas - rollout.MaxUnavailable;
        var newUnavailable = rollout.New!.Wanted() - StaysAvailable(rollout.New!);
        var allowed = rollout.All.Sum(ReplicaSetScaling.Wanted) - minAvailable - newUnavailable;
        var goals = rollout.Old.ToDictionary(set => set, ReplicaSetScaling.Wanted);

        // First the old pods that do not serve anyway.
        var unhealthy = Math.Max(0, allowed);
        foreach (var set in rollout.Old)
        {
            var gone = Math.Min(unhealthy, set.Wanted() - StaysAvailable(set));
            (goals[set], unhealthy) = (goals[set] - gone, unhealthy - gone);
        }

        // Then those that do, as far as enough remain.
        var spare = allowed <= 0 ? 0 : Math.Max(0, rollout.All.Sum(StaysAvailable) - minAvailable);
        foreach (var set in rollout.Old)
        {
            var gone = Math.Min(spare, goals[set]);
            (goals[set], spare) = (goals[set] - gone, spare - gone);
        }

        foreach (var (set, goal) in goals.Where(entry => entry.Value != entry.Key.Wanted()))
        {
            await turn.ScaleAsync(rollout, set, goal);
        }
    }
}
