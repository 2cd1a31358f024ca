using System.Text.Json.Nodes;
using Verditer.Core;

namespace Verditer.CloudProvider;

/// <summary>A Service's part of a load balancer: its frontend, rules and probes. What others have put there stays.</summary>
internal static class BalancerBody
{
    private static readonly string[] Parts = ["frontendIPConfigurations", "loadBalancingRules", "probes"];

    /// <summary>A load balancer with nothing in it.</summary>
    public static JsonObject Empty(string location) => new()
    {
        ["location"] = location,
        ["sku"] = new JsonObject { ["name"] = "Standard" },
        ["properties"] = new JsonObject(),
    };

    /// <summary>Puts the Service's part in place of what it had.</summary>
    /// <param name="frontend">Properties of the frontend: its public address, or its subnet.</param>
    /// <returns>False when it was like that already.</returns>
    public static bool Put(JsonObject balancer, string id, ServiceDescription service, JsonObject frontend)
    {
        var properties = balancer.Section("properties");
        var pools = List(properties, "backendAddressPools");
        var isNewPool = !pools.Any(p => Is(p.Text("name"), BalancerNames.Cluster));
        if (isNewPool)
        {
            pools.Add((JsonNode)Named(BalancerNames.Cluster, []));
        }

        return isNewPool
            | Replace(properties, Parts[0], service, [Named(service.FrontendName, frontend)])
            | Replace(properties, Parts[1], service, [.. service.Ports.Select(p => Rule(id, service, p))])
            | Replace(properties, Parts[2], service, [.. service.Ports.Where(p => HasProbe(service, p)).Select(p => Probe(service, p))]);
    }

    /// <summary>Takes the Service's part away.</summary>
    /// <returns>False when it had none.</returns>
    public static bool Remove(JsonObject balancer, ServiceDescription service)
    {
        var properties = balancer.Section("properties");
        return Parts.Aggregate(false, (changed, part) => Replace(properties, part, service, []) | changed);
    }

    /// <summary>True when nobody uses the load balancer any more.</summary>
    public static bool HasNoFrontend(JsonObject balancer) => List(balancer.Section("properties"), Parts[0]).Count == 0;

    /// <summary>The Service's frontends.</summary>
    public static IEnumerable<JsonObject> Frontends(JsonObject balancer, ServiceDescription service) =>
        List(balancer.Section("properties"), Parts[0]).OfType<JsonObject>().Where(f => service.Owns(f.Text("name")));

    private static bool HasProbe(ServiceDescription service, ServicePort port) =>
        service.HealthCheckPort is not null || (port.Protocol == "TCP" && port.NodePort > 0);

    private static JsonObject Rule(string id, ServiceDescription service, ServicePort port)
    {
        var name = NameOf(service, port);
        var rule = new JsonObject
        {
            ["frontendIPConfiguration"] = Reference($"{id}/frontendIPConfigurations/{service.FrontendName}"),
            ["backendAddressPool"] = Reference($"{id}/backendAddressPools/{BalancerNames.Cluster}"),
            ["protocol"] = port.AzureProtocol,
            ["frontendPort"] = port.Port,
            ["backendPort"] = port.Port,
            ["enableFloatingIP"] = true,
            ["enableTcpReset"] = port.Protocol == "TCP",
            ["disableOutboundSnat"] = true,
            ["idleTimeoutInMinutes"] = service.IdleMinutes,
            ["loadDistribution"] = service.StickyByClient ? "SourceIP" : "Default",
        };
        if (HasProbe(service, port))
        {
            rule["probe"] = Reference($"{id}/probes/{name}");
        }

        return Named(name, rule);
    }

    private static JsonObject Probe(ServiceDescription service, ServicePort port)
    {
        var probe = new JsonObject { ["intervalInSeconds"] = 5, ["numberOfProbes"] = 2, ["probeThreshold"] = 2 };
        if (service.HealthCheckPort is { } health)
        {
            (probe["protocol"], probe["port"], probe["requestPath"]) = ("Http", health, "/healthz");
        }
        else
        {
            (probe["protocol"], probe["port"]) = ("Tcp", port.NodePort);
        }

        return Named(NameOf(service, port), probe);
    }

    private static string NameOf(ServiceDescription service, ServicePort port) => $"{service.FrontendName}-{port.Protocol}-{port.Port}";

    private static JsonObject Named(string name, JsonObject properties) => new() { ["name"] = name, ["properties"] = properties };

    private static JsonObject Reference(string id) => new() { ["id"] = id };

    /// <summary>Replaces the Service's children.</summary>
    /// <returns>False when they say what is wanted already.</returns>
    private static bool Replace(JsonObject properties, string part, ServiceDescription service, IReadOnlyList<JsonObject> wanted)
    {
        var list = List(properties, part);
        var old = list.OfType<JsonObject>().Where(c => service.Owns(c.Text("name"))).ToList();
        if (old.Count == wanted.Count && wanted.All(w => old.Any(o => SameJson.Covers(o, w))))
        {
            return false;
        }

        old.ForEach(o => list.Remove(o));
        foreach (var child in wanted)
        {
            list.Add((JsonNode)child);
        }

        return true;
    }

    private static JsonArray List(JsonObject properties, string name)
    {
        if (properties[name] is not JsonArray list)
        {
            properties[name] = list = [];
        }

        return list;
    }

    private static bool Is(string? a, string b) => string.Equals(a, b, StringComparison.OrdinalIgnoreCase);
}
