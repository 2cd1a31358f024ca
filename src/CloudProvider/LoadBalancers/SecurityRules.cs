using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Verditer.Core;

namespace Verditer.CloudProvider;

/// <summary>
/// Lets traffic to Services in through the nodes' security group. Services with the same ports and sources share a rule: it holds the addresses of all of them.
/// </summary>
/// <remarks>Source: https://cloud-provider-azure.sigs.k8s.io/topics/loadbalancer/ and the rules that AKS clusters carry.</remarks>
internal static class SecurityRules
{
    private const string Prefix = "k8s-azure-lb_";
    private const int FirstPriority = 500;
    private const int LastPriority = 4096;
    private const string Anywhere = "Internet";

    /// <summary>Brings the rules to what the Service asks for at these addresses; none takes its rules away.</summary>
    /// <param name="known">Addresses that the Service had.</param>
    /// <returns>False when the group was like that already.</returns>
    public static bool Put(JsonObject group, ServiceDescription service, string? address, IEnumerable<string> known)
    {
        var properties = group.Section("properties");
        var rules = properties["securityRules"] as JsonArray ?? [];
        properties["securityRules"] = rules;
        var wanted = address is null ? [] : Wanted(service).ToDictionary(NameOf, StringComparer.OrdinalIgnoreCase);
        var changed = false;
        foreach (var rule in rules.OfType<JsonObject>().Where(r => r.Text("name")?.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase) == true).ToList())
        {
            var keeps = wanted.ContainsKey(rule.Text("name")!) ? address : null;
            changed |= SetAddresses(rules, rule, keeps, [.. known.Append(address).OfType<string>().Where(a => a != keeps)]);
            wanted.Remove(rule.Text("name")!);
        }

        foreach (var (name, (protocol, sources, ports)) in wanted)
        {
            rules.Add((JsonNode)Rule(name, protocol, sources, ports, address!, FreePriority(rules)));
        }

        return changed || wanted.Count > 0;
    }

    /// <summary>True when a rule found no priority: users' rules have taken all.</summary>
    public static bool HasNoPlace(JsonObject group) =>
        (group.At("properties", "securityRules") as JsonArray ?? []).Any(r => r.Number("properties", "priority") > LastPriority);

    /// <summary>An internal load balancer without source ranges needs no rule: the virtual network is let in anyway.</summary>
    private static IEnumerable<(string Protocol, string[] Sources, string[] Ports)> Wanted(ServiceDescription service)
    {
        string[] ranges = [.. service.SourceRanges.Order(StringComparer.Ordinal)];
        var isOpen = ranges.Length == 0 || ranges.Contains("0.0.0.0/0");
        return isOpen && service.IsInternal
            ? []
            : service.Ports.GroupBy(p => p.AzureProtocol).Select(g =>
                (g.Key, isOpen ? [Anywhere] : ranges, g.Select(p => p.Port.ToString(CultureInfo.InvariantCulture)).Order(StringComparer.Ordinal).ToArray()));
    }

    // The name must be the one that cloud-provider-azure computes, or it would make a second rule beside this one. It protects nothing.
#pragma warning disable CA5351
    private static string NameOf((string Protocol, string[] Sources, string[] Ports) rule)
    {
        var text = $"{rule.Protocol}_{string.Join(',', rule.Sources)}_{string.Join(',', rule.Ports)}";
        return $"{Prefix}allow_IPv4_{Convert.ToHexStringLower(MD5.HashData(Encoding.UTF8.GetBytes(text)))}";
    }
#pragma warning restore CA5351

    private static bool SetAddresses(JsonArray rules, JsonObject rule, string? added, IReadOnlyList<string> removed)
    {
        var properties = rule.Section("properties");
        var old = Addresses(properties);
        List<string> now = [.. old.Except(removed)];
        if (added is not null && !now.Contains(added))
        {
            now.Add(added);
        }

        if (now.SequenceEqual(old))
        {
            return false;
        }

        if (now.Count == 0)
        {
            rules.Remove(rule);
        }

        properties.Remove("destinationAddressPrefix");
        properties["destinationAddressPrefixes"] = Array(now);
        return true;
    }

    private static List<string> Addresses(JsonObject properties)
    {
        List<string> all = [.. (properties["destinationAddressPrefixes"] as JsonArray ?? []).Select(a => a?.ToString() ?? "")];
        return properties.Text("destinationAddressPrefix") is { Length: > 0 } one ? [.. all, one] : all;
    }

    private static JsonObject Rule(string name, string protocol, string[] sources, string[] ports, string address, int priority)
    {
        var properties = new JsonObject
        {
            ["protocol"] = protocol,
            ["access"] = "Allow",
            ["direction"] = "Inbound",
            ["priority"] = priority,
            ["sourcePortRange"] = "*",
            ["destinationPortRanges"] = Array(ports),
            ["destinationAddressPrefixes"] = Array([address]),
        };
        (properties[sources is [Anywhere] ? "sourceAddressPrefix" : "sourceAddressPrefixes"]) = sources is [Anywhere] ? Anywhere : Array(sources);
        return new JsonObject { ["name"] = name, ["properties"] = properties };
    }

    private static int FreePriority(JsonArray rules)
    {
        var taken = rules.Where(r => r.Text("properties", "direction") == "Inbound").Select(r => r.Number("properties", "priority")).ToHashSet();
        var priority = FirstPriority;
        while (taken.Contains(priority))
        {
            priority++;
        }

        return priority;
    }

    private static JsonArray Array(IEnumerable<string> texts) => new([.. texts.Select(t => (JsonNode)t)]);
}
