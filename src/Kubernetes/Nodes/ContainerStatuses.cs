using System.Text.Json.Nodes;
using Verditer.Core;

namespace Verditer.Kubernetes.Controllers;

/// <summary>The statuses of a pod's containers. All ids say that they are simulated.</summary>
internal static class ContainerStatuses
{
    public static JsonObject Waiting(JsonObject container, string reason, string? message, JsonObject? before)
    {
        var status = Base(container, before);
        status["state"] = new JsonObject { ["waiting"] = new JsonObject { ["reason"] = reason, ["message"] = message }.WithoutNulls() };
        return status;
    }

    public static JsonObject Running(JsonObject pod, JsonObject container, JsonObject? before, DateTimeOffset now)
    {
        var status = Base(container, before);
        status["ready"] = true;
        status["started"] = true;
        status["imageID"] = $"{SimulatedNode.Runtime}/{container.Text("image")}";
        status["containerID"] = $"{SimulatedNode.Runtime}/{pod.Uid()}/{container.Text("name")}/{status.Number("restartCount") ?? 0}";
        status["state"] = new JsonObject { ["running"] = new JsonObject { ["startedAt"] = Timestamps.Seconds(now) } };
        return Resized(container, status) ?? status;
    }

    /// <summary>An ephemeral container runs beside the others; nobody asks whether it is ready.</summary>
    public static JsonObject Debugging(JsonObject pod, JsonObject container, DateTimeOffset now)
    {
        var status = Running(pod, container, null, now);
        status["ready"] = false;
        status.Remove("started");
        return status;
    }

    /// <summary>The status with the resources that the container has now; null where it shows them already.</summary>
    public static JsonObject? Resized(JsonObject container, JsonObject status)
    {
        var resources = container["resources"] as JsonObject ?? [];
        if (JsonNode.DeepEquals(resources, status["resources"] ?? new JsonObject()))
        {
            return null;
        }

        var resized = status.Copy();
        resized["resources"] = resources.Copy();
        resized["allocatedResources"] = resources["requests"]?.DeepClone();
        return resized.WithoutNulls();
    }

    public static JsonObject Terminated(JsonObject pod, JsonObject container, JsonObject? before, int exitCode, DateTimeOffset now)
    {
        var status = Running(pod, container, before, now);
        status["started"] = false;
        status["ready"] = exitCode == 0 && IsInit(pod, container);
        status["state"] = new JsonObject
        {
            ["terminated"] = new JsonObject
            {
                ["exitCode"] = exitCode,
                ["reason"] = exitCode == 0 ? "Completed" : "Error",
                ["startedAt"] = before.Text("state", "running", "startedAt") ?? Timestamps.Seconds(now),
                ["finishedAt"] = Timestamps.Seconds(now),
                ["containerID"] = status["containerID"]?.DeepClone(),
            },
        };
        return status;
    }

    /// <summary>A container that ended and will be started again.</summary>
    public static JsonObject BackingOff(JsonObject pod, JsonObject container, JsonObject terminated, TimeSpan backOff)
    {
        var message = $"back-off {Math.Round(backOff.TotalSeconds)}s restarting failed container={container.Text("name")} pod={pod.Name()}_{pod.Namespace()}({pod.Uid()})";
        var status = Waiting(container, "CrashLoopBackOff", message, terminated);
        status["lastState"] = terminated["state"]!.DeepClone();
        status["restartCount"] = (terminated.Number("restartCount") ?? 0) + 1;
        return status;
    }

    private static bool IsInit(JsonObject pod, JsonObject container) => pod.InitContainers().Any(own => own.Text("name") == container.Text("name"));

    private static JsonObject Base(JsonObject container, JsonObject? before) => new()
    {
        ["name"] = container.Text("name"),
        ["image"] = container.Text("image"),
        ["imageID"] = "",
        ["lastState"] = before.At("lastState")?.DeepClone() ?? new JsonObject(),
        ["ready"] = false,
        ["restartCount"] = before.Number("restartCount") ?? 0,
        ["started"] = false,
    };
}
