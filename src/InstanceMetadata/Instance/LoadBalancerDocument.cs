using System.Text.Json.Nodes;
using Verditer.Core;

namespace Verditer.InstanceMetadata;

/// <summary>The answer of <c>/metadata/loadbalancer</c>, gathered from one load balancer after the other.</summary>
/// <param name="privateAddress">The machine's own address, to which everything is forwarded.</param>
internal sealed class LoadBalancerDocument(string privateAddress)
{
    private readonly List<JsonObject> _addresses = [];
    private readonly List<JsonObject> _inbound = [];
    private readonly List<JsonObject> _outbound = [];

    public bool IsEmpty => _addresses.Count == 0;

    public JsonObject Body => new()
    {
        ["loadbalancer"] = new JsonObject { ["publicIpAddresses"] = List(_addresses), ["inboundRules"] = List(_inbound), ["outboundRules"] = List(_outbound) },
    };

    /// <param name="frontends">Public addresses by the frontend's id.</param>
    public void Add(JsonObject balancer, IReadOnlyDictionary<string, string> frontends)
    {
        _addresses.AddRange(frontends.Values.Select(Pair));
        foreach (var rule in Section(balancer, "loadBalancingRules"))
        {
            if (rule.Text("frontendIPConfiguration", "id") is { } id && frontends.TryGetValue(id, out var address))
            {
                var entry = Pair(address);
                entry["protocol"] = rule.Text("protocol")?.ToLowerInvariant();
                entry["frontendPort"] = rule.Number("frontendPort");
                entry["backendPort"] = rule.Number("backendPort");
                _inbound.Add(entry);
            }
        }

        foreach (var frontend in Section(balancer, "outboundRules").SelectMany(rule => rule?["frontendIPConfigurations"] as JsonArray ?? []))
        {
            if (frontend.Text("id") is { } id && frontends.TryGetValue(id, out var address))
            {
                _outbound.Add(Pair(address));
            }
        }
    }

    private static JsonArray List(List<JsonObject> items) => new([.. items]);

    private JsonObject Pair(string frontendAddress) => new() { ["frontendIpAddress"] = frontendAddress, ["privateIpAddress"] = privateAddress };

    private static IEnumerable<JsonNode?> Section(JsonObject balancer, string name) =>
        (balancer.At("properties", name) as JsonArray ?? []).Select(item => item?["properties"]);
}
