using System.Text.Json.Nodes;
using Verditer.Core;

namespace Verditer.Providers.ContainerService;

/// <summary>Security group, route table (kubenet), virtual network unless every pool has a subnet of its own, outbound address and load balancer.</summary>
internal sealed class MakeNetwork(ClusterArm arm, ClusterTokens tokens, ClusterStore clusters) : IClusterStep
{
    public string Name => "network";

    public async Task<ArmError?> RunAsync(ClusterWork work, CancellationToken cancellationToken)
    {
        if (!(await tokens.ForResourcesAsync(work.Cluster, work.TenantId, cancellationToken)).TryGet(out var token, out var error))
        {
            return error;
        }

        foreach (var (id, body) in Wanted(work))
        {
            if (await arm.EnsureAsync(token, id, ArmVersions.Network, body, cancellationToken) is { } refusal)
            {
                return refusal;
            }
        }

        await clusters.ChangeAsync(work.Id, c => NoteOutboundAddress(c, work.Names.OutboundAddress), cancellationToken);
        return null;
    }

    private static IEnumerable<(ResourceId Id, Func<JsonObject> Body)> Wanted(ClusterWork work)
    {
        var (names, bodies) = (work.Names, work.Bodies);
        yield return (names.SecurityGroup, bodies.Empty);
        if (work.Cluster.UsesKubenet)
        {
            yield return (names.RouteTable, bodies.Empty);
        }

        if (work.Cluster.Pools.Any(p => p.Text("vnetSubnetID") is null))
        {
            yield return (names.VirtualNetwork, bodies.VirtualNetwork);
        }

        yield return (names.OutboundAddress, bodies.OutboundAddress);
        yield return (names.LoadBalancer, bodies.LoadBalancer);
    }

    private static void NoteOutboundAddress(ClusterView cluster, ResourceId address)
    {
        var profile = cluster.Properties.Section("networkProfile").Section("loadBalancerProfile");
        profile["managedOutboundIPs"] ??= new JsonObject { ["count"] = 1 };
        profile["effectiveOutboundIPs"] = new JsonArray(new JsonObject { ["id"] = address.Text });
    }
}
