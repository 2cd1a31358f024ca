using System.Text.Json.Nodes;
using Verditer.Core;
using Verditer.Kubernetes.Controllers;

namespace Verditer.Clusters.Containers;

/// <summary>What a kubelet says of a pod when it first sees it.</summary>
internal static class PodAcceptance
{
    public static void Apply(PodStep step, string hostAddress)
    {
        var status = step.Status;
        status["startTime"] ??= Timestamps.Seconds(step.Now);
        status["phase"] ??= "Pending";
        status["hostIP"] = hostAddress;
        status["hostIPs"] = new JsonArray(new JsonObject { ["ip"] = hostAddress });
        status["qosClass"] ??= QualityOfService.Of(step.Pod.Section("spec"));
        status.SetCondition("PodScheduled", "True", null, null, step.Now);
    }

    public static void SetAddress(JsonObject status, string address)
    {
        status["podIP"] = address;
        status["podIPs"] = new JsonArray(new JsonObject { ["ip"] = address });
    }
}
