using System.Text.Json.Nodes;
using Verditer.Core;

namespace Verditer.Kubernetes;

/// <summary>When a deletion is complete, and how long it lets an object live. Source: apiserver's <c>registry/rest/delete.go</c>, core's pod strategy.</summary>
internal static class Deletion
{
    private const long DefaultPodSeconds = 30;

    private static readonly GroupResource Pods = new("", "pods");
    private static readonly GroupResource Namespaces = new("", "namespaces");

    /// <summary>True when nothing holds a deleted object any more: no finalizers, no grace, no namespace content.</summary>
    public static bool IsComplete(ResourceKind kind, JsonObject value) =>
        value.IsDeleting()
        && !value.HasFinalizers()
        && (value.Number("metadata", "deletionGracePeriodSeconds") ?? 0) == 0
        && !HoldsNamespace(kind, value);

    /// <summary>A namespace is held by <c>spec.finalizers</c> until its content is gone.</summary>
    public static bool HoldsNamespace(ResourceKind kind, JsonObject value) =>
        kind.Stored == Namespaces && value.At("spec", "finalizers") is JsonArray { Count: > 0 };

    /// <summary>Seconds that the object may go on: 0 for everything but a pod on a node.</summary>
    public static long GraceSeconds(ResourceKind kind, JsonObject value, long? asked)
    {
        if (kind.Stored != Pods || value.Text("spec", "nodeName") is not { Length: > 0 } || value.Text("status", "phase") is "Failed" or "Succeeded")
        {
            return 0;
        }

        var seconds = asked ?? value.Number("spec", "terminationGracePeriodSeconds") ?? DefaultPodSeconds;
        return seconds < 0 ? 1 : seconds;
    }

    /// <summary>The finalizers that the propagation asked for leads to.</summary>
    public static IReadOnlyList<string> Finalizers(ResourceKind kind, JsonObject value, string? propagation)
    {
        var kept = (value.At("metadata", "finalizers") as JsonArray ?? []).Select(one => one.Text() ?? "").ToList();
        var wanted = propagation ?? (kept.Contains("orphan") ? "Orphan" : kept.Contains("foregroundDeletion") ? "Foreground" : kind.OrphansByDefault ? "Orphan" : "Background");
        kept.RemoveAll(one => one is "orphan" or "foregroundDeletion");
        switch (wanted)
        {
            case "Orphan":
                kept.Add("orphan");
                break;
            case "Foreground":
                kept.Add("foregroundDeletion");
                break;
        }

        return kept;
    }
}
