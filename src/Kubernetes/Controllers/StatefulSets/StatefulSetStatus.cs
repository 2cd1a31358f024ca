using System.Text.Json.Nodes;
using Verditer.Core;

namespace Verditer.Kubernetes.Controllers;

internal static class StatefulSetStatus
{
    public static JsonObject Of(Turn turn, StatefulRollout rollout)
    {
        var set = rollout.Set;
        var minReady = set.Number("spec", "minReadySeconds") ?? 0;
        var pods = rollout.Pods.Values.Where(pod => !pod.HasEnded()).ToList();
        var ready = pods.FindAll(pod => pod.Phase() == "Running" && pod.IsReady());
        var (current, update) = (rollout.Current.Name(), rollout.Update.Name());
        var updated = Made(update);
        if (current != update && updated == rollout.Replicas && pods.Count == updated && ready.Count == updated && rollout.Partition == 0)
        {
            current = update;
        }

        var status = new JsonObject
        {
            ["observedGeneration"] = set.Generation(),
            ["replicas"] = pods.Count,
            ["availableReplicas"] = ready.Count(pod => pod.IsAvailable(minReady, turn.Now)),
            ["currentRevision"] = current,
            ["updateRevision"] = update,
            ["collisionCount"] = 0,
        };
        Counts.Set(status, "readyReplicas", ready.Count);
        Counts.Set(status, "currentReplicas", Made(current));
        Counts.Set(status, "updatedReplicas", updated);
        Counts.LookAgainWhenAvailable(turn, ready, minReady);
        return status;

        int Made(string revision) => pods.Count(pod => pod.IsActive() && pod.Label(ControllerRevisions.HashLabel) == revision);
    }
}
