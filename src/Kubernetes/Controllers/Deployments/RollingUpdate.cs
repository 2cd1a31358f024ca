namespace Verditer.Kubernetes.Controllers;

/// <summary>Up with the new, down with the old, within maxSurge and maxUnavailable.</summary>
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

        var room = rollout.Replicas + rollout.Surge - rollout.All.Sum(ReplicaSetScaling.Wanted);
        return now + Math.Max(0, Math.Min(room, rollout.Replicas - now));
    }

    private static async Task ScaleDownOldAsync(Turn turn, Rollout rollout)
    {
        var minAvailable = rollout.Replicas - rollout.MaxUnavailable;
        var newUnavailable = rollout.New!.Wanted() - rollout.New!.Available();
        var allowed = rollout.All.Sum(ReplicaSetScaling.Wanted) - minAvailable - newUnavailable;
        var goals = rollout.Old.ToDictionary(set => set, ReplicaSetScaling.Wanted);

        // First the old pods that do not serve anyway.
        var unhealthy = Math.Max(0, allowed);
        foreach (var set in rollout.Old)
        {
            var gone = Math.Min(unhealthy, Math.Max(0, set.Wanted() - set.Available()));
            (goals[set], unhealthy) = (goals[set] - gone, unhealthy - gone);
        }

        // Then those that do, as far as enough remain.
        var spare = allowed <= 0 ? 0 : Math.Max(0, rollout.All.Sum(ReplicaSetScaling.Available) - minAvailable);
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
