using System.Text.Json.Nodes;
using Verditer.Core;

namespace Verditer.Kubernetes.Controllers;

/// <summary>Which of several equal pods goes first when there are too many: the one that is missed least.</summary>
internal static class ReplicaRanking
{
    public static IEnumerable<JsonObject> FirstToGo(IEnumerable<JsonObject> pods) => pods
        .OrderBy(pod => pod.NodeName() is not null)
        .ThenBy(pod => pod.Phase() switch { "Pending" => 0, "Unknown" => 1, _ => 2 })
        .ThenBy(PodFacts.IsReady)
        .ThenBy(pod => int.TryParse(pod.Annotation("controller.kubernetes.io/pod-deletion-cost"), out var cost) ? cost : 0)
        .ThenByDescending(PodFacts.ReadySince)
        .ThenByDescending(pod => pod.Items("status", "containerStatuses").Sum(status => status.Number("restartCount") ?? 0))
        .ThenByDescending(ObjectFields.CreatedAt)
        .ThenBy(ObjectFields.Name, StringComparer.Ordinal);
}
