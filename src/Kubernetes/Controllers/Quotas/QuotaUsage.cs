using System.Text.Json.Nodes;
using Verditer.Core;

namespace Verditer.Kubernetes.Controllers;

/// <summary>How much of one limited resource a namespace uses.</summary>
internal static class QuotaUsage
{
    /// <summary>The pods that count, read once: the amounts of one status are of one moment.</summary>
    public static List<JsonObject> Pods(IObjectClient api, JsonObject quota) =>
        [.. api.List(Kinds.Pods, quota.Namespace()).Where(pod => !pod.HasEnded())];

    /// <summary>Null for what is not counted.</summary>
    public static string? Of(IObjectClient api, JsonObject quota, List<JsonObject> pods, string name)
    {
        var @namespace = quota.Namespace();
        if (name.StartsWith("count/", StringComparison.Ordinal))
        {
            var parts = name["count/".Length..].Split('.', 2);
            var resource = new GroupResource(parts.Length > 1 ? parts[1] : "", parts[0]);
            return KindTable.Instance.Find(resource) is { Namespaced: true, IsStored: true } kind ? Quantity.Count(api.List(kind.Stored, @namespace).Count) : null;
        }

        return name switch
        {
            "pods" => Quantity.Count(pods.Count),
            "cpu" or "requests.cpu" => Quantity.Cores(Requested("cpu")),
            "memory" or "requests.memory" => Quantity.Bytes(Requested("memory")),
            "limits.cpu" => Quantity.Cores(Limited("cpu")),
            "limits.memory" => Quantity.Bytes(Limited("memory")),
            "requests.storage" => Quantity.Bytes(api.List(Kinds.PersistentVolumeClaims, @namespace)
                .Sum(claim => Quantity.Parse(claim.At("spec", "resources", "requests", "storage")))),
            "services.loadbalancers" => Services("LoadBalancer"),
            "services.nodeports" => Services("NodePort", "LoadBalancer"),
            "services" or "configmaps" or "secrets" or "persistentvolumeclaims" or "replicationcontrollers" or "resourcequotas" =>
                Quantity.Count(api.List(new("", name), @namespace).Count),
            _ => null,
        };

        decimal Requested(string resource) => pods.Sum(pod => PodRequests.Of(pod).GetValueOrDefault(resource));

        decimal Limited(string resource) => pods.SelectMany(PodFacts.Containers)
            .Sum(container => Quantity.Parse(container.At("resources", "limits", resource)));

        string Services(params string[] types) =>
            Quantity.Count(api.List(Kinds.Services, @namespace).Count(service => types.Contains(service.Text("spec", "type"))));
    }
}
