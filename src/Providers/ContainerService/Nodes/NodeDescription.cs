using System.Text.Json.Nodes;
using Verditer.Core;

namespace Verditer.Providers.ContainerService;

/// <summary>What an instance of a scale set is as a node. Labels: https://learn.microsoft.com/azure/aks/use-labels</summary>
internal static class NodeDescription
{
    public static ClusterNode Of(ClusterView cluster, JsonObject pool, ResourceId scaleSet, JsonObject instance, NodeAddress network)
    {
        var name = instance.Text("properties", "osProfile", "computerName")!;
        var id = $"{scaleSet.Text}/virtualMachines/{instance.Text("instanceId")}";
        var size = VmSizes.Find(pool.Text("vmSize")!)!.Value;
        var spec = new NodeSpec(
            name,
            $"azure://{id}",
            pool.Text("currentOrchestratorVersion")!,
            size.Cores,
            size.MemoryBytes,
            pool.Number("maxPods") ?? 110,
            network.Address,
            Labels(cluster, pool, name),
            [.. (pool["nodeTaints"] as JsonArray ?? []).Select(t => t!.GetValue<string>())])
        {
            SubnetPrefix = network.SubnetPrefix,
            VirtualNetwork = ResourceId.Parse(new NodeGroupNames(cluster).SubnetOf(pool)).Parent?.Text.ToLowerInvariant(),
        };
        var compute = new MetadataCompute(
            cluster.Id.SubscriptionId!, cluster.NodeGroup.Name, cluster.Location, instance.Text("name")!, instance.Text("properties", "vmId")!, size.Name,
            scaleSet.Name, id, network.Address, network.SubnetPrefix);
        return new(spec, new MetadataMachine(name, scaleSet.Text, compute));
    }

    private static Dictionary<string, string> Labels(ClusterView cluster, JsonObject pool, string name)
    {
        var mode = (pool.Text("mode") ?? "User").ToLowerInvariant();
        Dictionary<string, string> labels = new()
        {
            ["agentpool"] = pool.Text("name")!,
            ["beta.kubernetes.io/arch"] = "amd64",
            ["beta.kubernetes.io/instance-type"] = pool.Text("vmSize")!,
            ["beta.kubernetes.io/os"] = "linux",
            ["failure-domain.beta.kubernetes.io/region"] = cluster.Location,
            ["failure-domain.beta.kubernetes.io/zone"] = "0",
            ["kubernetes.azure.com/agentpool"] = pool.Text("name")!,
            ["kubernetes.azure.com/cluster"] = cluster.NodeGroup.Name,
            ["kubernetes.azure.com/mode"] = mode,
            ["kubernetes.azure.com/role"] = "agent",
            ["kubernetes.io/arch"] = "amd64",
            ["kubernetes.io/hostname"] = name,
            ["kubernetes.io/os"] = "linux",
            ["kubernetes.io/role"] = "agent",
            ["node-role.kubernetes.io/agent"] = "",
            ["node.kubernetes.io/instance-type"] = pool.Text("vmSize")!,
            ["topology.kubernetes.io/region"] = cluster.Location,
            ["topology.kubernetes.io/zone"] = "0",
        };
        if (cluster.Properties.Text("identityProfile", "kubeletidentity", "clientId") is { } kubelet)
        {
            labels[NodeLabels.KubeletClientId] = kubelet;
        }

        foreach (var (key, value) in pool["nodeLabels"] as JsonObject ?? [])
        {
            // What AKS itself says of a node is not for a pool to change.
            labels.TryAdd(key, value?.ToString() ?? "");
        }

        return labels;
    }
}
