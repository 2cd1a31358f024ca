using System.Text.Json.Nodes;
using Verditer.Core;

namespace Verditer.Kubernetes.Controllers;

/// <summary>What a kubelet says of its node.</summary>
internal static class NodeConditions
{
    private static readonly (string Type, string Status, string Reason, string Message)[] Healthy =
    [
        ("MemoryPressure", "False", "KubeletHasSufficientMemory", "kubelet has sufficient memory available"),
        ("DiskPressure", "False", "KubeletHasNoDiskPressure", "kubelet has no disk pressure"),
        ("PIDPressure", "False", "KubeletHasSufficientPID", "kubelet has sufficient PID available"),
        ("Ready", "True", "KubeletReady", "kubelet is posting ready status"),
    ];

    /// <param name="problem">Null for a node in good health.</param>
    public static void Set(JsonObject status, NodeProblem? problem, DateTimeOffset now)
    {
        foreach (var (type, value, reason, message) in Healthy)
        {
            if (type == "Ready" && problem is not null)
            {
                status.SetCondition(type, "False", "KubeletNotReady", problem.Message, now, "lastHeartbeatTime");
            }
            else
            {
                status.SetCondition(type, value, reason, message, now, "lastHeartbeatTime");
            }
        }
    }

    /// <summary>Says again what was said, now.</summary>
    public static void Beat(JsonObject status, DateTimeOffset now)
    {
        foreach (var condition in status.Items("conditions").Where(condition => Healthy.Any(own => own.Type == condition.Text("type"))))
        {
            condition["lastHeartbeatTime"] = Timestamps.Seconds(now);
        }
    }
}
