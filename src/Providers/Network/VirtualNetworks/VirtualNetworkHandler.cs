using System.Net;
using System.Text.Json.Nodes;
using Verditer.Core;
using Verditer.ResourceManager;

namespace Verditer.Providers.Network;

/// <summary>Virtual networks: subnets lie within the address space and apart from each other.</summary>
internal sealed class VirtualNetworkHandler(ReferenceCheck references) : NetworkResourceHandler(NetworkTypes.VirtualNetwork, references)
{
    protected override IReadOnlyList<string> ChildArrays => ["subnets"];

    public override IReadOnlyList<LinkedProperty> Links { get; } =
    [
        NetworkTypes.SubnetToSecurityGroup, NetworkTypes.SubnetToRouteTable, NetworkTypes.SubnetToNatGateway, NetworkTypes.NetworkToPeer, NetworkTypes.NetworkToDdosPlan,
    ];

    public override int DeletionOrder => 30;

    protected override ValueTask<ArmError?> PrepareAsync(WriteRequest request, WriteExtras extras, CancellationToken cancellationToken)
    {
        var properties = request.Properties;
        properties["enableDdosProtection"] ??= false;
        properties["virtualNetworkPeerings"] ??= new JsonArray();
        return new(CheckSpace(request.Id, properties));
    }

    private static ArmError? CheckSpace(ResourceId id, JsonObject properties)
    {
        var prefixes = (properties.At("addressSpace", "addressPrefixes") as JsonArray ?? []).Select(p => p?.ToString() ?? "").ToList();
        if (prefixes.Count == 0)
        {
            return new ArmError(400, "InvalidRequestFormat", $"The address space of the virtual network '{id.Name}' has no address prefix.", "properties.addressSpace.addressPrefixes");
        }

        List<IPNetwork> space = [];
        foreach (var prefix in prefixes)
        {
            if (CheckPrefix(prefix, id.Text, out var network) is { } error)
            {
                return error;
            }

            space.Add(network);
        }

        return CheckSubnets(id, space, properties["subnets"] as JsonArray ?? []);
    }

    private static ArmError? CheckSubnets(ResourceId id, List<IPNetwork> space, JsonArray subnets)
    {
        List<(string Name, IPNetwork Network)> seen = [];
        foreach (var subnet in subnets.OfType<JsonObject>())
        {
            var subnetName = subnet.Text("name") ?? "";
            var prefix = subnet.Text("properties", "addressPrefix") ?? (subnet.At("properties", "addressPrefixes") as JsonArray)?.FirstOrDefault()?.ToString() ?? "";
            if (CheckPrefix(prefix, $"{id.Text}/subnets/{subnetName}", out var network) is { } error)
            {
                return error;
            }

            if (!space.Any(s => Holds(s, network)))
            {
                return new ArmError(400, "NetcfgInvalidSubnet", $"Subnet '{subnetName}' is not valid in virtual network '{id.Name}'.");
            }

            if (seen.FirstOrDefault(s => Holds(s.Network, network) || Holds(network, s.Network)) is { Name: not null } other)
            {
                return new ArmError(400, "NetcfgSubnetRangesOverlap", $"Subnet '{subnetName}' is not valid because its IP address range overlaps with that of an existing subnet '{other.Name}' in virtual network '{id.Name}'.");
            }

            seen.Add((subnetName, network));
            var inner = subnet.Section("properties");
            inner["privateEndpointNetworkPolicies"] ??= "Disabled";
            inner["privateLinkServiceNetworkPolicies"] ??= "Enabled";
            inner["delegations"] ??= new JsonArray();
        }

        return null;
    }

    private static bool Holds(IPNetwork outer, IPNetwork inner) => outer.PrefixLength <= inner.PrefixLength && outer.Contains(inner.BaseAddress);

    private static ArmError? CheckPrefix(string prefix, string resource, out IPNetwork network)
    {
        if (!IPNetwork.TryParse(prefix, out network))
        {
            return new(400, "InvalidAddressPrefixFormat",
                $"Address prefix {prefix} of resource {resource} is not formatted correctly. It should follow CIDR notation, for example 10.0.0.0/24.");
        }

        // The runtime takes an address within a network for the network itself.
        return IPAddress.Parse(prefix[..prefix.IndexOf('/', StringComparison.Ordinal)]).Equals(network.BaseAddress)
            ? null
            : new(400, "InvalidCIDRNotation",
                $"The address prefix {prefix} in resource {resource} has an invalid CIDR notation. For the given prefix length, the address prefix should be {network}.");
    }
}
