using System.Text.Json.Nodes;
using Verditer.Core;

namespace Verditer.CloudProvider;

/// <summary>What the service controller asks of a Service object.</summary>
internal static class ServiceState
{
    public const string Finalizer = "service.kubernetes.io/load-balancer-cleanup";

    public static bool WantsLoadBalancer(JsonObject service) =>
        service.Text("spec", "type") == "LoadBalancer" && service.Text("spec", "loadBalancerClass") is null && !IsBeingDeleted(service);

    public static bool NeedsCleanUp(JsonObject service) => HasFinalizer(service) && !WantsLoadBalancer(service);

    public static bool IsBeingDeleted(JsonObject service) => service.Text("metadata", "deletionTimestamp") is not null;

    public static bool HasFinalizer(JsonObject service) => Finalizers(service).Contains(Finalizer);

    public static IEnumerable<string> Finalizers(JsonObject service) =>
        (service.At("metadata", "finalizers") as JsonArray ?? []).Select(f => f?.ToString() ?? "");

    /// <summary>True when nothing that matters to the load balancer differs; status, labels and managed fields do not.</summary>
    public static bool AsksTheSame(JsonObject a, JsonObject b) =>
        JsonNode.DeepEquals(a["spec"], b["spec"])
        && JsonNode.DeepEquals(a.At("metadata", "annotations"), b.At("metadata", "annotations"))
        && a.Text("metadata", "uid") == b.Text("metadata", "uid")
        && IsBeingDeleted(a) == IsBeingDeleted(b);
}
