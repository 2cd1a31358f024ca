using System.Text.Json.Nodes;
using Verditer.Core;

namespace Verditer.Kubernetes.Controllers;

/// <summary>Replaces daemon pods of older revisions, so that no more than maxUnavailable nodes are without.</summary>
internal static class DaemonRollingUpdate
{
    public static async Task AdvanceAsync(Turn turn, JsonObject set, List<JsonObject> pods, JsonObject revision)
    {
        var minReady = set.Number("spec", "minReadySeconds") ?? 0;
        var nodes = turn.Api.List(Kinds.Nodes).Where(node => DaemonPods.Admits(node, set)).Select(ObjectFields.Name).ToList();
        var limit = Math.Max(1, IntOrPercent.Of(
            set.At("spec", "updateStrategy", "rollingUpdate", "maxUnavailable"), nodes.Count, roundUp: true, whenMissing: 1));
        var active = pods.FindAll(PodFacts.IsActive).DistinctBy(DaemonPods.TargetNode).ToDictionary(pod => DaemonPods.TargetNode(pod) ?? "");
        var unavailable = nodes.Count(node => !active.TryGetValue(node, out var pod) || !pod.IsAvailable(minReady, turn.Now));

        var old = active.Values
            .Where(pod => pod.Label(ControllerRevisions.HashLabel) != ControllerRevisions.Hash(revision))
            .OrderBy(pod => pod.IsAvailable(minReady, turn.Now))
            .ToList();
        foreach (var pod in old)
        {
            // One that does not serve anyway costs nothing.
            if (pod.IsAvailable(minReady, turn.Now) && unavailable++ >= limit)
            {
                return;
            }

            await turn.DeleteAsync(Kinds.Pods, pod);
            await turn.EventAsync(set, Kinds.DaemonSets, EventRecorder.Normal, "SuccessfulDelete", $"Deleted pod: {pod.Name()}");
        }
    }
}
