using System.Text.Json.Nodes;
using Verditer.Core;

namespace Verditer.Kubernetes;

/// <summary>Sets one entry of <c>status.conditions</c>.</summary>
internal static class PodConditions
{
    public static void Set(JsonObject pod, string type, string status, string now)
    {
        var conditions = pod.Section("status")["conditions"] as JsonArray;
        if (conditions is null)
        {
            pod.Section("status")["conditions"] = conditions = [];
        }

        var found = conditions.OfType<JsonObject>().FirstOrDefault(one => one.Text("type") == type);
        if (found.Text("status") == status)
        {
            return;
        }

        if (found is not null)
        {
            conditions.Remove(found);
        }

        conditions.Add((JsonNode)new JsonObject { ["type"] = type, ["status"] = status, ["lastProbeTime"] = null, ["lastTransitionTime"] = now });
    }
}
