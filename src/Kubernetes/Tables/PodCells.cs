using System.Text.Json.Nodes;
using Verditer.Core;

namespace Verditer.Kubernetes;

/// <summary>The columns of pods. Source: <c>printPod</c> in kubernetes/pkg/printers/internalversion/printers.go.</summary>
internal static class PodCells
{
    public static readonly Dictionary<string, Func<JsonObject, string, DateTimeOffset, JsonNode?>> Functions = new()
    {
        ["pod-ready"] = (pod, _, _) => $"{Statuses(pod, "containerStatuses").Count(one => one.Flag("ready") == true && one.At("state", "running") is not null)}/{(pod.At("spec", "containers") as JsonArray)?.Count ?? 0}",
        ["pod-status"] = (pod, _, _) => Status(pod),
        ["pod-restarts"] = (pod, _, now) => Restarts(pod, now),
        ["pod-gates"] = (pod, _, _) => Gates(pod),
    };

    private static string Status(JsonObject pod)
    {
        var reason = pod.Text("status", "reason") ?? pod.Text("status", "phase") ?? "";
        if (Gated(pod))
        {
            reason = "SchedulingGated";
        }

        var initializing = Initializing(pod);
        reason = initializing ?? reason;
        if (initializing is null || Condition(pod, "Initialized"))
        {
            var running = false;
            foreach (var status in Statuses(pod, "containerStatuses").Reverse())
            {
                reason = status.Text("state", "waiting", "reason") ?? status.Text("state", "terminated", "reason") ?? Ended(status) ?? reason;
                running |= status.Flag("ready") == true && status.At("state", "running") is not null;
            }

            if (reason == "Completed" && running)
            {
                reason = Condition(pod, "Ready") ? "Running" : "NotReady";
            }
        }

        if (!pod.IsDeleting())
        {
            return reason;
        }

        return pod.Text("status", "reason") == "NodeLost" ? "Unknown" : pod.Text("status", "phase") is "Failed" or "Succeeded" ? reason : "Terminating";
    }

    private static string? Initializing(JsonObject pod)
    {
        var total = (pod.At("spec", "initContainers") as JsonArray)?.Count ?? 0;
        var index = 0;
        foreach (var status in Statuses(pod, "initContainerStatuses"))
        {
            if (status.Number("state", "terminated", "exitCode") == 0)
            {
                index++;
                continue;
            }

            if (status.At("state", "terminated") is not null)
            {
                return $"Init:{status.Text("state", "terminated", "reason") ?? $"ExitCode:{status.Number("state", "terminated", "exitCode")}"}";
            }

            return status.Text("state", "waiting", "reason") is { Length: > 0 } waiting && waiting != "PodInitializing" ? $"Init:{waiting}" : $"Init:{index}/{total}";
        }

        return null;
    }

    private static string? Ended(JsonNode? status)
    {
        if (status.At("state", "terminated") is null)
        {
            return null;
        }

        return status.Number("state", "terminated", "signal") is { } signal and not 0 ? $"Signal:{signal}" : $"ExitCode:{status.Number("state", "terminated", "exitCode") ?? 0}";
    }

    private static string Restarts(JsonObject pod, DateTimeOffset now)
    {
        var statuses = Statuses(pod, "containerStatuses").ToList();
        var count = statuses.Sum(one => one.Number("restartCount") ?? 0);
        var last = statuses.Select(one => one.Text("lastState", "terminated", "finishedAt")).Where(time => time is not null).Max(StringComparer.Ordinal);
        return count > 0 && last is not null ? $"{count} ({TableCells.Since(last, now)} ago)" : $"{count}";
    }

    private static string Gates(JsonObject pod)
    {
        if (pod.At("spec", "readinessGates") is not JsonArray { Count: > 0 } gates)
        {
            return "<none>";
        }

        return $"{gates.Count(gate => Condition(pod, gate.Text("conditionType") ?? ""))}/{gates.Count}";
    }

    private static bool Gated(JsonObject pod) => Conditions(pod).Any(one => one.Text("type") == "PodScheduled" && one.Text("reason") == "SchedulingGated");

    private static bool Condition(JsonObject pod, string type) => Conditions(pod).Any(one => one.Text("type") == type && one.Text("status") == "True");

    private static JsonArray Conditions(JsonObject pod) => pod.At("status", "conditions") as JsonArray ?? [];

    private static JsonArray Statuses(JsonObject pod, string list) => pod.At("status", list) as JsonArray ?? [];
}
