using System.Text.Json.Nodes;
using Verditer.Core;

namespace Verditer.Kubernetes.Controllers;

/// <summary>What a pod asks of its node: by resource name, in the resource's own unit.</summary>
internal static class PodRequests
{
    /// <summary>The sum of its containers, or its largest init container where that is more, and the overhead of its runtime.</summary>
    public static Dictionary<string, decimal> Of(JsonObject pod)
    {
        var total = new Dictionary<string, decimal>();
        foreach (var container in pod.Containers().Concat(pod.InitContainers().Where(IsSidecar)))
        {
            Each(container, (name, value) => total[name] = total.GetValueOrDefault(name) + value);
        }

        foreach (var container in pod.InitContainers().Where(container => !IsSidecar(container)))
        {
            Each(container, (name, value) => total[name] = Math.Max(total.GetValueOrDefault(name), value));
        }

        foreach (var (name, value) in pod.At("spec", "overhead") as JsonObject ?? [])
        {
            total[name] = total.GetValueOrDefault(name) + Quantity.Parse(value);
        }

        return total;
    }

    /// <summary>An init container that goes on running beside the others.</summary>
    public static bool IsSidecar(JsonObject container) => container.Text("restartPolicy") == "Always";

    private static void Each(JsonObject container, Action<string, decimal> add)
    {
        var (requests, limits) = (container.At("resources", "requests") as JsonObject, container.At("resources", "limits") as JsonObject);
        foreach (var (name, value) in requests ?? [])
        {
            add(name, Quantity.Parse(value));
        }

        // A limit without a request asks for as much.
        foreach (var (name, value) in limits ?? [])
        {
            if (requests?.ContainsKey(name) != true)
            {
                add(name, Quantity.Parse(value));
            }
        }
    }
}
