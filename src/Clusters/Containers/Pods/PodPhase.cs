using System.Text.Json.Nodes;
using Verditer.Core;
using Verditer.Kubernetes.Controllers;

namespace Verditer.Clusters.Containers;

/// <summary>A pod's phase, from the statuses of its containers. Source: Kubernetes documentation, "Pod Lifecycle".</summary>
internal static class PodPhase
{
    public static string Of(JsonObject pod, JsonObject status)
    {
        var inits = pod.InitContainers().ToList();
        var main = status.Items("containerStatuses").ToList();
        var begun = main.Exists(container => container.At("state", "running") is not null || container.At("state", "terminated") is not null);
        foreach (var init in inits.Where(init => !begun && !PodRequests.IsSidecar(init)))
        {
            var own = status.Items("initContainerStatuses").FirstOrDefault(candidate => candidate.Text("name") == init.Text("name"));
            if (own.At("state", "terminated") is { } ended && ended.Number("exitCode") != 0 && !RestartPolicy.RestartsInit(pod))
            {
                return "Failed";
            }

            if (!PodReadiness.IsDone(init, own))
            {
                return "Pending";
            }
        }

        if (main.Count == 0 || main.Exists(container => container.At("state", "waiting") is not null && container.At("lastState", "terminated") is null))
        {
            return "Pending";
        }

        if (!main.TrueForAll(container => container.At("state", "terminated") is not null))
        {
            return "Running";
        }

        var codes = main.ConvertAll(container => container.Number("state", "terminated", "exitCode") ?? 0);
        var specs = pod.Containers().ToDictionary(container => container.Text("name") ?? "");
        return main.Exists(container => specs.TryGetValue(container.Text("name") ?? "", out var spec)
                && RestartPolicy.Restarts(pod, spec, container.Number("state", "terminated", "exitCode") ?? 0)) ? "Running"
            : codes.TrueForAll(code => code == 0) ? "Succeeded"
            : "Failed";
    }
}
