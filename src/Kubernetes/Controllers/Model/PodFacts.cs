using System.Text.Json.Nodes;
using Verditer.Core;

namespace Verditer.Kubernetes.Controllers;

/// <summary>What controllers want to know of a pod.</summary>
internal static class PodFacts
{
    public static string Phase(this JsonObject pod) => pod.Text("status", "phase") ?? "Pending";

    public static string? NodeName(this JsonObject pod) => pod.Text("spec", "nodeName") is { Length: > 0 } name ? name : null;

    /// <summary>All its containers have ended for good.</summary>
    public static bool HasEnded(this JsonObject pod) => pod.Phase() is "Succeeded" or "Failed";

    /// <summary>Neither ended nor being deleted: it counts as a replica.</summary>
    public static bool IsActive(this JsonObject pod) => !pod.HasEnded() && !pod.IsBeingDeleted();

    public static bool IsReady(this JsonObject pod) => pod.HasCondition("Ready");

    /// <summary>Ready for at least this long.</summary>
    public static bool IsAvailable(this JsonObject pod, int minReadySeconds, DateTimeOffset now) =>
        pod.IsReady() && (minReadySeconds == 0 || now - pod.ReadySince() >= TimeSpan.FromSeconds(minReadySeconds));

    public static DateTimeOffset ReadySince(this JsonObject pod) => Timestamps.Parse(pod.Condition("Ready").Text("lastTransitionTime")) ?? default;

    /// <summary>The containers that hold on: not the init containers that run to their end.</summary>
    public static IEnumerable<JsonObject> Containers(this JsonObject pod) => pod.Items("spec", "containers");

    public static IEnumerable<JsonObject> InitContainers(this JsonObject pod) => pod.Items("spec", "initContainers");
}
