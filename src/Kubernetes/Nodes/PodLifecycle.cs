using System.Text.Json.Nodes;
using Verditer.Core;

namespace Verditer.Kubernetes.Controllers;

/// <summary>
/// The life of a simulated pod, one step at a time: each step follows from the stored pod alone, so a restart goes on where the last process stopped, and a pod that runs
/// is left alone.
/// </summary>
internal static class PodLifecycle
{
    private const string Init = "initContainerStatuses";
    private const string Main = "containerStatuses";
    private const string Debug = "ephemeralContainerStatuses";

    /// <param name="takeAddress">Gives the pod its address; null while its node has none to give.</param>
    public static PodStep Next(IObjectClient api, JsonObject pod, JsonObject node, Func<string?> takeAddress, DateTimeOffset now)
    {
        var step = new PodStep(pod, now);
        if (step.Status["startTime"] is null)
        {
            Accept(step, node);
        }
        else if (!PassedDeadline(step) && PrepareSandbox(step, api, takeAddress) && RunInitContainers(step, api))
        {
            step.SetStatuses(Main, pod.Containers(), (container, before) => NextOfContainer(step, api, container, before));
            step.SetStatuses(Debug, pod.Items("spec", "ephemeralContainers"), (container, before) =>
                before ?? Problem(step, api, container, before) ?? Start(step, container, ContainerStatuses.Debugging(pod, container, step.Now)));
        }

        PodReadiness.Derive(step);
        return step;
    }

    private static void Accept(PodStep step, JsonObject node)
    {
        var status = step.Status;
        var hostIp = SimulatedNode.InternalIp(node);
        status["startTime"] = Timestamps.Seconds(step.Now);
        status["phase"] = "Pending";
        status["hostIP"] = hostIp;
        status["hostIPs"] = new JsonArray(new JsonObject { ["ip"] = hostIp });
        status["qosClass"] ??= QualityOfService.Of(step.Pod.Section("spec"));
        status.SetCondition("PodScheduled", "True", null, null, step.Now);
        var reason = step.Pod.InitContainers().Any() ? "PodInitializing" : "ContainerCreating";
        step.SetStatuses(Init, step.Pod.InitContainers(), (container, before) => before ?? ContainerStatuses.Waiting(container, "PodInitializing", null, before));
        step.SetStatuses(Main, step.Pod.Containers(), (container, before) => before ?? ContainerStatuses.Waiting(container, reason, null, before));
    }

    private static bool PassedDeadline(PodStep step)
    {
        if (step.Pod.At("spec", "activeDeadlineSeconds").Long() is not { } seconds || Timestamps.Parse(step.Status.Text("startTime")) is not { } started)
        {
            return false;
        }

        var deadline = started + TimeSpan.FromSeconds(seconds);
        if (deadline > step.Now)
        {
            step.LookAgain(deadline);
            return false;
        }

        const string message = "Pod was active on the node longer than the specified deadline";
        step.Status["phase"] = "Failed";
        step.Status["reason"] = "DeadlineExceeded";
        step.Status["message"] = message;
        step.SetStatuses(Main, step.Pod.Containers(), (container, before) => ContainerStatuses.Terminated(step.Pod, container, before, 137, step.Now));
        step.Events.Add((EventRecorder.Normal, "DeadlineExceeded", message));
        return true;
    }

    /// <summary>Volumes and the network come before the first container.</summary>
    private static bool PrepareSandbox(PodStep step, IObjectClient api, Func<string?> takeAddress)
    {
        if (step.Status["podIP"] is not null)
        {
            return true;
        }

        if (PodPrerequisites.FindVolumeProblem(api, step.Pod) is { } problem)
        {
            step.Events.Add((EventRecorder.Warning, problem.EventReason, problem.EventMessage));
            return false;
        }

        var address = step.Pod.Flag("spec", "hostNetwork") == true ? step.Status.Text("hostIP") : takeAddress();
        if (address is null)
        {
            return false;
        }

        step.Status["podIP"] = address;
        step.Status["podIPs"] = new JsonArray(new JsonObject { ["ip"] = address });
        return true;
    }

    /// <summary>In order, one a step.</summary>
    /// <returns>True when all have done their work.</returns>
    private static bool RunInitContainers(PodStep step, IObjectClient api)
    {
        foreach (var container in step.Pod.InitContainers())
        {
            var before = step.StatusOf(Init, container);
            if (PodReadiness.IsDone(container, before))
            {
                continue;
            }

            step.SetStatuses(Init, step.Pod.InitContainers(), (candidate, status) =>
                candidate != container ? null
                : Problem(step, api, container, status) is { } held ? held
                : Start(step, container, PodRequests.IsSidecar(container)
                    ? ContainerStatuses.Running(step.Pod, container, status, step.Now)
                    : ContainerStatuses.Terminated(step.Pod, container, status, 0, step.Now)));
            return false;
        }

        return true;
    }

    private static JsonObject? NextOfContainer(PodStep step, IObjectClient api, JsonObject container, JsonObject? before)
    {
        var plan = ExitPlan.Of(step.Pod);
        if (before.At("state", "terminated") is not null)
        {
            return null;
        }

        if (before.At("state", "running") is null)
        {
            if (Timestamps.Parse(before.Text("lastState", "terminated", "finishedAt")) is { } finished
                && finished + ExitPlan.BackOff((before.Number("restartCount") ?? 1) - 1) is var due
                && due > step.Now)
            {
                step.LookAgain(due);
                return null;
            }

            return Problem(step, api, container, before) ?? Start(step, container, ContainerStatuses.Running(step.Pod, container, before, step.Now));
        }

        if (ContainerStatuses.Resized(container, before!) is { } resized)
        {
            return resized;
        }

        if (plan is null || Timestamps.Parse(before.Text("state", "running", "startedAt")) is not { } started)
        {
            return null;
        }

        if (started + plan.After > step.Now)
        {
            step.LookAgain(started + plan.After);
            return null;
        }

        var ended = ContainerStatuses.Terminated(step.Pod, container, before, plan.Code, step.Now);
        if (!plan.Restarts(step.Pod))
        {
            return ended;
        }

        var backOff = ExitPlan.BackOff(before.Number("restartCount") ?? 0);
        step.Events.Add((EventRecorder.Warning, "BackOff", $"Back-off restarting failed container {container.Text("name")} in pod {step.Pod.Name()}_{step.Pod.Namespace()}({step.Pod.Uid()})"));
        step.LookAgain(step.Now + backOff);
        return ContainerStatuses.BackingOff(step.Pod, container, ended, backOff);
    }

    private static JsonObject? Problem(PodStep step, IObjectClient api, JsonObject container, JsonObject? before)
    {
        if (PodPrerequisites.FindContainerProblem(api, step.Pod, container) is not { } problem)
        {
            return null;
        }

        step.Events.Add((EventRecorder.Warning, problem.EventReason, problem.EventMessage));
        if (problem.EventReason != "Failed")
        {
            step.Events.Add((EventRecorder.Warning, "Failed", $"Error: {problem.WaitingReason}"));
        }

        return ContainerStatuses.Waiting(container, problem.WaitingReason, problem.Message, before);
    }

    private static JsonObject Start(PodStep step, JsonObject container, JsonObject status)
    {
        step.Events.Add((EventRecorder.Normal, "Pulled", $"Container image \"{container.Text("image")}\" already present on machine"));
        step.Events.Add((EventRecorder.Normal, "Created", $"Created container: {container.Text("name")}"));
        step.Events.Add((EventRecorder.Normal, "Started", $"Started container {container.Text("name")}"));
        return status;
    }
}
