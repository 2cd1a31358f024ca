using System.Text.Json.Nodes;
using Verditer.Core;

namespace Verditer.Kubernetes.Controllers;

/// <summary>The phase and the conditions that follow from the statuses of a pod's containers.</summary>
internal static class PodReadiness
{
    /// <summary>An init container has done its work: it ended well, or it is one that goes on running and runs.</summary>
    public static bool IsDone(JsonObject container, JsonObject? status) => PodRequests.IsSidecar(container)
        ? status.At("state", "running") is not null
        : status.Number("state", "terminated", "exitCode") == 0;

    public static void Derive(PodStep step)
    {
        var status = step.Status;
        var main = status.Items("containerStatuses").ToList();
        if (status.Text("phase") != "Failed" || status.Text("reason") is null)
        {
            status["phase"] = Phase(main);
        }

        var ended = status.Text("phase") is "Succeeded" or "Failed";
        if (ended)
        {
            EndSidecars(step);
        }

        SetConditions(step);
    }

    /// <summary>The conditions, once the phase and the statuses of all containers are known.</summary>
    public static void SetConditions(PodStep step)
    {
        var status = step.Status;
        var main = status.Items("containerStatuses").ToList();
        var ended = status.Text("phase") is "Succeeded" or "Failed";
        SetInitialized(step, ended);
        var hasNetwork = status["podIP"] is not null && !ended;
        status.SetCondition("PodReadyToStartContainers", hasNetwork ? "True" : "False", null, null, step.Now);

        var unready = main.Where(container => container.Flag("ready") != true).Select(container => container.Text("name")).ToList();
        var (value, reason, message) = ended ? ("False", status.Text("phase") == "Succeeded" ? "PodCompleted" : "PodFailed", null)
            : unready.Count > 0 ? ("False", "ContainersNotReady", $"containers with unready status: [{string.Join(' ', unready)}]")
            : ("True", (string?)null, (string?)null);
        status.SetCondition("ContainersReady", value, reason, message, step.Now);
        if (value == "True" && ClosedGate(step) is { } gate)
        {
            (value, reason, message) = ("False", "ReadinessGatesNotReady", gate);
        }

        status.SetCondition("Ready", value, reason, message, step.Now);
    }

    private static string Phase(List<JsonObject> containers) =>
        containers.Exists(container => container.At("state", "waiting") is not null && container.At("lastState", "terminated") is null) || containers.Count == 0 ? "Pending"
        : !containers.TrueForAll(container => container.At("state", "terminated") is not null) ? "Running"
        : containers.TrueForAll(container => container.Number("state", "terminated", "exitCode") == 0) ? "Succeeded"
        : "Failed";

    private static void SetInitialized(PodStep step, bool ended)
    {
        var waiting = step.Pod.InitContainers()
            .Where(container => !IsDone(container, step.StatusOf("initContainerStatuses", container)))
            .Select(container => container.Text("name"))
            .ToList();
        var initialized = waiting.Count == 0 || ended;
        step.Status.SetCondition(
            "Initialized",
            initialized ? "True" : "False",
            initialized ? null : "ContainersNotInitialized",
            initialized ? null : $"containers with incomplete status: [{string.Join(' ', waiting)}]",
            step.Now);
    }

    private static void EndSidecars(PodStep step) => step.SetStatuses("initContainerStatuses", step.Pod.InitContainers(), (container, before) =>
        before.At("state", "running") is null ? null : ContainerStatuses.Terminated(step.Pod, container, before, 0, step.Now));

    private static string? ClosedGate(PodStep step)
    {
        foreach (var type in step.Pod.Items("spec", "readinessGates").Select(gate => gate.Text("conditionType")))
        {
            var condition = step.Status.Items("conditions").FirstOrDefault(candidate => candidate.Text("type") == type);
            if (condition is null)
            {
                return $"corresponding condition of pod readiness gate \"{type}\" does not exist.";
            }

            if (condition.Text("status") != "True")
            {
                return $"the status of pod readiness gate \"{type}\" is not \"True\", but {condition.Text("status")}";
            }
        }

        return null;
    }
}
