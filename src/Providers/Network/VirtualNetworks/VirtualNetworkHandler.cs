using System.Net;
using System.Text.Json.Nodes;
using Verditer.Core;
using Verditer.ResourceManager;

namespace Verditer.Providers.Network;

/// <summary>Virtual networks: subnets lie within the address space and apart from each other.</summary>
internal sealed class VirtualNetworkHandler(ReferenceCheck references) : NetworkResourceHandler(NetworkTypes.VirtualNetwork, references)
{
    protected override IReadOnlyList<string> ChildArrays => ["subnets"];

    public override IReadOnlyList<LinkedProperty> Links => [NetworkTypes.SubnetToSecurityGroup, NetworkTypes.SubnetToRouteTable];

    public override int DeletionOrder => 30;

    protected override ValueTask<ArmError?> PrepareAsync(WriteRequest request, WriteExtras extras, CancellationToken cancellationToken)
    {
        var properties = request.Properties;
        properties["enableDdosProtection"] ??= false;
        properties["virtualNetworkPeerings"] ??= new JsonArray();
        return new(CheckSpace(request.Id.Name, properties));
    }

    private static ArmError? CheckSpace(string name, JsonObject properties)
    {
        var prefixes = (properties.At("addressSpace", "addressPrefixes") as JsonArray ?? []).Select(p => p?.ToString() ?? "").ToList();
        if (prefixes.Count == 0)
        {
            return new ArmError(400, "InvalidRequestFormat", $"The address space of the virtual network '{name}' has no address prefix.", "properties.addressSpace.addressPrefixes");
        }

        List<IPNetwork> space = [];
        foreach (var prefix in prefixes)
        {
            if (!IPNetwork.TryParse(prefix, out var network))
            {
                return InvalidPrefix(prefix);
            }

            space.Add(network);
        }

        return CheckSubnets(name, space, properties["subnets"] as JsonArray ?? []);
    }

    private static ArmError? CheckSubnets(string name, List<IPNetwork> space, JsonArray subnets)
    {
        List<(string Name, IPNetwork Network)> seen = [];
        foreach (var subnet in subnets.OfType<JsonObject>())
        {
            var subnetName = subnet.Text("name") ?? "";
            var prefix = subnet.Text("properties", "addressPrefix") ?? (subnet.At("properties", "addressPrefixes") as JsonArray)?.FirstOrDefault()?.ToString() ?? "";
            if (!IPNetwork.TryParse(prefix, out var network))
            {
                return InvalidPrefix(prefix);
            }

            if (!space.Any(s => Holds(s, network)))
            {
                return new ArmError(400, "NetcfgInvalidSubnet", $"Subnet '{subnetName}' is not valid in virtual network '{name}'.");
            }

            if (seen.FirstOrDefault(s => Holds(s.Network, network) || Holds(network, s.Network)) is { Name: not null } other)
            {
                return new ArmError(400, "NetcfgSubnetRangesOverlap", $"Subnet '{subnetName}' is not valid because its IP address range overlaps with that of an existing subnet '{other.Name}' in virtual network '{name}'.");
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

    private static ArmError InvalidPrefix(string prefix) =>
        new(400, "InvalidAddressPrefixFormat", $"Address prefix '{prefix}' is not formatted correctly. It should follow CIDR notation, for example 10.0.0.0/24.");
}
