using System.Text.Json.Nodes;
using Verditer.Core;

namespace Verditer.Providers.ContainerService;

/// <param name="Spec">What the engine makes of it.</param>
/// <param name="Machine">Its metadata listener.</param>
internal sealed record ClusterNode(NodeSpec Spec, MetadataMachine Machine);

/// <param name="Address">The machine's private address.</param>
/// <param name="SubnetPrefix">The subnet in which it lies, such as <c>10.224.0.0/16</c>.</param>
internal readonly record struct NodeAddress(string Address, string SubnetPrefix);

/// <summary>The nodes of a cluster: one for each instance of its pools' scale sets.</summary>
internal sealed class ClusterNodes(ClusterArm arm, ClusterTokens tokens)
{
    /// <summary>Every node that should be, those of pools under deletion left out. AKS reads the instances as itself.</summary>
    public async Task<Result<IReadOnlyList<ClusterNode>>> ListAsync(ClusterView cluster, string tenantId, CancellationToken cancellationToken)
    {
        var token = await tokens.ForAksAsync(tenantId, cancellationToken);
        List<ClusterNode> nodes = [];
        foreach (var pool in cluster.Pools.OfType<JsonObject>().Where(p => p.Text("provisioningState") != ProvisioningStates.Deleting))
        {
            var scaleSet = new NodeGroupNames(cluster).ScaleSet(pool.Text("name")!);
            var list = await arm.ListAsync(token, $"{scaleSet.Text}/virtualMachines", ArmVersions.Compute, cancellationToken);
            if (!list.TryGet(out var instances, out var error))
            {
                return error;
            }

            var prefix = await FindPrefixAsync(token, new NodeGroupNames(cluster).SubnetOf(pool), cancellationToken);
            foreach (var instance in instances)
            {
                if (instance.Text("properties", "osProfile", "computerName")?.StartsWith(scaleSet.Name, StringComparison.Ordinal) != true)
                {
                    return ArmErrors.Conflict(
                        $"The machine '{instance.Text("name")}' of the scale set '{scaleSet.Name}' has a computer name that is not of this scale set. Give the scale set its computerNamePrefix '{scaleSet.Name}' back, and scale the pool again.");
                }

                var address = await FindAddressAsync(token, scaleSet, instance.Text("instanceId")!, cancellationToken);
                nodes.Add(NodeDescription.Of(cluster, pool, scaleSet, instance, new(address, prefix)));
            }
        }

        return nodes;
    }

    private async Task<string> FindPrefixAsync(string token, string subnetId, CancellationToken cancellationToken)
    {
        var subnet = await arm.FindAsync(token, ResourceId.Parse(subnetId), ArmVersions.Network, cancellationToken);
        return subnet.TryGet(out var found, out _) ? found.Text("properties", "addressPrefix") ?? "" : "";
    }

    private async Task<string> FindAddressAsync(string token, ResourceId scaleSet, string instance, CancellationToken cancellationToken)
    {
        var interfaces = await arm.ListAsync(
            token, $"{scaleSet.Text}/virtualMachines/{instance}/networkInterfaces", ArmVersions.NetworkInterfaces, cancellationToken);
        return interfaces.TryGet(out var found, out _)
            ? found.SelectMany(n => (n.At("properties", "ipConfigurations") as JsonArray ?? []).Select(c => c.Text("properties", "privateIPAddress"))).FirstOrDefault() ?? ""
            : "";
    }
}
