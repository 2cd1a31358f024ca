using System.Text.Json.Nodes;
using Verditer.Core;

namespace Verditer.Kubernetes.Controllers;

internal static class DaemonSetStatus
{
    public static JsonObject Of(Turn turn, JsonObject set, List<JsonObject> pods, JsonObject revision)
    {
        var minReady = set.Number("spec", "minReadySeconds") ?? 0;
        var nodes = turn.Api.List(Kinds.Nodes).ToLookup(node => DaemonPods.Admits(node, set), ObjectFields.Name);
        var byNode = pods.FindAll(PodFacts.IsActive).ToLookup(DaemonPods.TargetNode);
        var placed = nodes[true].Select(node => byNode[node].FirstOrDefault()).OfType<JsonObject>().ToList();
        var ready = placed.FindAll(PodFacts.IsReady);
        var available = ready.Count(pod => pod.IsAvailable(minReady, turn.Now));
        var status = new JsonObject
        {
            ["currentNumberScheduled"] = placed.Count,
            ["numberMisscheduled"] = nodes[false].Count(node => byNode[node].Any()),
            ["desiredNumberScheduled"] = nodes[true].Count(),
            ["numberReady"] = ready.Count,
            ["observedGeneration"] = set.Generation(),
        };
        Counts.Set(status, "updatedNumberScheduled", placed.Count(pod => pod.Label(ControllerRevisions.HashLabel) == ControllerRevisions.Hash(revision)));
        Counts.Set(status, "numberAvailable", available);
        Counts.Set(status, "numberUnavailable", nodes[true].Count() - available);
        Counts.LookAgainWhenAvailable(turn, ready, minReady);
        return status;
    }
}
