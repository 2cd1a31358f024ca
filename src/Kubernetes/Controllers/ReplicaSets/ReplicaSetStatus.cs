using System.Text.Json.Nodes;
using Verditer.Core;

namespace Verditer.Kubernetes.Controllers;

internal sealed record ReplicaSetFailure(string Reason, string Message);

internal static class ReplicaSetStatus
{
    public static JsonObject Of(Turn turn, JsonObject owner, List<JsonObject> pods, ReplicaSetFailure? failure)
    {
        var minReady = owner.Number("spec", "minReadySeconds") ?? 0;
        var labels = LabelSelector.Parse(owner.At("spec", "template", "metadata", "labels"));
        var ready = pods.Where(PodFacts.IsReady).ToList();
        var status = new JsonObject
        {
            ["replicas"] = pods.Count,
            ["observedGeneration"] = owner.Generation(),
        };
        Counts.Set(status, "fullyLabeledReplicas", pods.Count(labels.Matches));
        Counts.Set(status, "readyReplicas", ready.Count);
        Counts.Set(status, "availableReplicas", ready.Count(pod => pod.IsAvailable(minReady, turn.Now)));
        if (owner.At("status", "conditions") is { } conditions)
        {
            status["conditions"] = conditions.DeepClone();
        }

        if (failure is not null)
        {
            status.SetCondition("ReplicaFailure", "True", failure.Reason, failure.Message, turn.Now);
        }
        else
        {
            status.RemoveCondition("ReplicaFailure");
        }

        Counts.LookAgainWhenAvailable(turn, ready, minReady);
        return status;
    }
}
