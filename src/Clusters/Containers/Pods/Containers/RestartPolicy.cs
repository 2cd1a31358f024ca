using System.Text.Json.Nodes;
using Verditer.Core;
using Verditer.Kubernetes.Controllers;

namespace Verditer.Clusters.Containers;

/// <summary>Whether a container that ended is started again.</summary>
internal static class RestartPolicy
{
    public static bool Restarts(JsonObject pod, JsonObject container, int exitCode) => PodRequests.IsSidecar(container) || Policy(pod) switch
    {
        "Never" => false,
        "OnFailure" => exitCode != 0,
        _ => true,
    };

    /// <summary>Init containers that failed are tried again, unless nothing of the pod is.</summary>
    public static bool RestartsInit(JsonObject pod) => Policy(pod) != "Never";

    private static string Policy(JsonObject pod) => pod.Text("spec", "restartPolicy") ?? "Always";
}
