namespace Verditer.Kubernetes.Controllers;

/// <summary>All old pods end before the first new one is made.</summary>
internal static class RecreateRollout
{
    public static async Task AdvanceAsync(Turn turn, Rollout rollout)
    {
        foreach (var set in rollout.Old.Where(set => set.Wanted() > 0))
        {
            await turn.ScaleAsync(rollout, set, 0);
        }

        var old = rollout.Old.Select(ObjectFields.Uid).ToHashSet();
        if (turn.Api.List(Kinds.Pods, rollout.Deployment.Namespace())
            .Any(pod => !pod.HasEnded() && old.Contains(Verditer.Core.Json.Text(pod.ControllerReference(), "uid") ?? "")))
        {
            return;
        }

        if (await turn.EnsureNewAsync(rollout, rollout.Replicas) is { } current && current.Wanted() != rollout.Replicas)
        {
            await turn.ScaleAsync(rollout, current, rollout.Replicas);
        }
    }
}
