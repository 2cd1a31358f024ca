using System.Globalization;
using System.Text.Json.Nodes;

namespace Verditer.Kubernetes.Controllers;

/// <summary>A change of <c>spec.replicas</c> in the middle of a rollout, or while it is paused: each ReplicaSet keeps its share.</summary>
internal static class ProportionalScaling
{
    public static bool IsNeeded(Rollout rollout) => rollout.All.Any(set =>
        set.Wanted() > 0
        && int.TryParse(set.Annotation(ReplicaSetScaling.DesiredReplicas), CultureInfo.InvariantCulture, out var desired)
        && desired != rollout.Replicas);

    public static async Task ScaleAsync(Turn turn, Rollout rollout)
    {
        var active = rollout.All.Where(set => set.Wanted() > 0).ToList();
        if (active.Count <= 1)
        {
            if ((active.FirstOrDefault() ?? rollout.New ?? rollout.Old.LastOrDefault()) is { } only)
            {
                await turn.ScaleAsync(rollout, only, rollout.Replicas);
            }

            return;
        }

        foreach (var (set, goal) in Shares(active, rollout.Replicas > 0 ? rollout.Replicas + rollout.Surge : 0))
        {
            await turn.ScaleAsync(rollout, set, goal);
        }
    }

    /// <summary>Shares of <paramref name="total"/> by present size; what rounding leaves over goes to the largest.</summary>
    private static Dictionary<JsonObject, int> Shares(List<JsonObject> sets, int total)
    {
        var present = sets.Sum(ReplicaSetScaling.Wanted);
        var shares = sets.ToDictionary(set => set, set => (int)((long)set.Wanted() * total / present));
        shares[sets.MaxBy(ReplicaSetScaling.Wanted)!] += total - shares.Values.Sum();
        return shares;
    }
}
