using System.Globalization;
using System.Text.Json.Nodes;
using Verditer.Core;

namespace Verditer.Kubernetes.Controllers;

/// <summary>A StatefulSet and its pods by ordinal.</summary>
/// <param name="Current">The revision that the set comes from.</param>
/// <param name="Update">The revision that it goes to: the present template's.</param>
internal sealed record StatefulRollout(JsonObject Set, SortedDictionary<int, JsonObject> Pods, JsonObject Current, JsonObject Update)
{
    public int Replicas => Set.Number("spec", "replicas") ?? 1;

    public int Start => Set.Number("spec", "ordinals", "start") ?? 0;

    public int Partition => Set.Number("spec", "updateStrategy", "rollingUpdate", "partition") ?? 0;

    public IEnumerable<int> Ordinals => Enumerable.Range(Start, Replicas);

    /// <summary>Pods beyond the wanted ordinals, highest first.</summary>
    public IEnumerable<KeyValuePair<int, JsonObject>> Condemned => Pods.Where(pod => pod.Key < Start || pod.Key >= Start + Replicas).Reverse();

    public static StatefulRollout Read(Turn turn, JsonObject set, IEnumerable<JsonObject> pods, JsonObject update)
    {
        var current = turn.Api.Find(Kinds.ControllerRevisions, set.Namespace(), set.Text("status", "currentRevision") ?? "");
        var ordered = new SortedDictionary<int, JsonObject>();
        foreach (var pod in pods)
        {
            if (Ordinal(set, pod) is { } ordinal)
            {
                ordered[ordinal] = pod;
            }
        }

        return new(set, ordered, current ?? update, update);
    }

    public bool IsServing(JsonObject pod, Turn turn) =>
        pod.IsActive() && pod.Phase() == "Running" && pod.IsAvailable(Set.Number("spec", "minReadySeconds") ?? 0, turn.Now);

    /// <summary>The revision that a pod is made by: below the partition, and while an update is under way where it has not come to, the one from before.</summary>
    public JsonObject RevisionFor(int ordinal)
    {
        var kept = Partition > 0 ? Partition : Set.Number("status", "currentReplicas") ?? 0;
        return Current.Name() != Update.Name() && ordinal < Start + kept ? Current : Update;
    }

    private static int? Ordinal(JsonObject set, JsonObject pod) =>
        pod.Name().StartsWith($"{set.Name()}-", StringComparison.Ordinal)
        && int.TryParse(pod.Name().AsSpan(set.Name().Length + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var ordinal)
            ? ordinal
            : null;
}
