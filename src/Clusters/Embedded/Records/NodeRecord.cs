using System.Text.Json.Nodes;
using Verditer.Core;

namespace Verditer.Clusters.Embedded;

/// <summary>A node as the cloud describes it, kept so that it comes back with its cluster.</summary>
internal static class NodeRecord
{
    public static byte[] ToBytes(NodeSpec node) => Json.ToBytes(new JsonObject
    {
        ["name"] = node.Name,
        ["providerId"] = node.ProviderId,
        ["kubernetesVersion"] = node.KubernetesVersion,
        ["cpuCores"] = node.CpuCores,
        ["memoryBytes"] = node.MemoryBytes,
        ["maxPods"] = node.MaxPods,
        ["internalIp"] = node.InternalIp,
        ["subnetPrefix"] = node.SubnetPrefix,
        ["virtualNetwork"] = node.VirtualNetwork,
        ["labels"] = new JsonObject(node.Labels.Select(pair => KeyValuePair.Create(pair.Key, (JsonNode?)pair.Value))),
        ["taints"] = new JsonArray([.. node.Taints.Select(taint => (JsonNode)taint)]),
    });

    public static NodeSpec Read(ReadOnlySpan<byte> body)
    {
        var record = Json.ParseObject(body);
        return new(
            record.Text("name") ?? "",
            record.Text("providerId") ?? "",
            record.Text("kubernetesVersion") ?? "",
            record.Number("cpuCores") ?? 0,
            record["memoryBytes"] is JsonValue memory && memory.TryGetValue(out long bytes) ? bytes : 0,
            record.Number("maxPods") ?? 0,
            record.Text("internalIp") ?? "",
            (record["labels"] as JsonObject ?? []).ToDictionary(pair => pair.Key, pair => pair.Value.Text() ?? ""),
            [.. (record["taints"] as JsonArray ?? []).Select(taint => taint.Text() ?? "")])
        {
            SubnetPrefix = record.Text("subnetPrefix"),
            VirtualNetwork = record.Text("virtualNetwork"),
        };
    }
}
