using System.Text.Json.Nodes;
using Verditer.Core;

namespace Verditer.InstanceMetadata;

/// <summary>The addresses and rules that the machine has at the Standard load balancers whose backend pools its scale set is in.</summary>
/// <remarks>
/// Source: https://learn.microsoft.com/azure/load-balancer/howto-load-balancer-imds and
/// https://learn.microsoft.com/azure/load-balancer/troubleshoot-load-balancer-imds
/// </remarks>
internal sealed class LoadBalancerEndpoint(MachineOwner owners) : IMetadataEndpoint
{
    public string Path => "loadbalancer";

    public IReadOnlyList<string> Versions { get; } = ApiVersions.Since("2020-10-01");

    public async ValueTask<MetadataAnswer> AnswerAsync(MetadataRequest request)
    {
        var answer = new LoadBalancerDocument(request.Machine.Compute!.PrivateIp);
        foreach (var id in LoadBalancersOf(await owners.FindAsync(request.Machine, request.Canceled)))
        {
            if (await owners.FindAsync(id, request.Canceled) is { } balancer && IsStandard(balancer))
            {
                answer.Add(balancer, await FrontendsAsync(balancer, request.Canceled));
            }
        }

        return answer.IsEmpty ? MetadataErrors.NoLoadBalancer : MetadataAnswer.Json(answer.Body);
    }

    private static bool IsStandard(JsonObject balancer) => "Standard".Equals(balancer.Text("sku", "name"), StringComparison.OrdinalIgnoreCase);

    private static IEnumerable<string> LoadBalancersOf(JsonObject? scaleSet) =>
        from card in Items(scaleSet.At("properties", "virtualMachineProfile", "networkProfile", "networkInterfaceConfigurations"))
        from configuration in Items(card.At("properties", "ipConfigurations"))
        from pool in Items(configuration.At("properties", "loadBalancerBackendAddressPools"))
        where pool.Text("id") is not null
        group pool by ResourceId.Parse(pool.Text("id")!).Parent!.Key into pools
        select pools.Key;

    /// <summary>The public addresses of a load balancer's frontends, by the frontend's id.</summary>
    private async ValueTask<IReadOnlyDictionary<string, string>> FrontendsAsync(JsonObject balancer, CancellationToken cancellationToken)
    {
        var addresses = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var frontend in Items(balancer.At("properties", "frontendIPConfigurations")))
        {
            if (frontend.Text("properties", "publicIPAddress", "id") is { } id
                && (await owners.FindAsync(id, cancellationToken)).Text("properties", "ipAddress") is { } address
                && frontend.Text("id") is { } key)
            {
                addresses[key] = address;
            }
        }

        return addresses;
    }

    private static JsonArray Items(JsonNode? list) => list as JsonArray ?? [];
}
