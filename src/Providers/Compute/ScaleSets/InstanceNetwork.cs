using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Verditer.Core;
using Verditer.ResourceManager;
using Verditer.Storage;

namespace Verditer.Providers.Compute;

/// <summary>
/// The network interfaces of an instance: one for each configuration of its scale set, with a private address in the subnet of each IP configuration. They are
/// resources below the instance; which backend pools they are in is said by the instance, and read from there.
/// </summary>
internal static class InstanceNetwork
{
    public static readonly string[] ScaleSetInterfaces = ["properties", "virtualMachineProfile", "networkProfile", "networkInterfaceConfigurations"];
    public static readonly string[] InstanceInterfaces = ["properties", "networkProfileConfiguration", "networkInterfaceConfigurations"];

    /// <summary>The subnets in which each instance needs an address, once for each address.</summary>
    public static IReadOnlyList<ResourceId> SubnetsOf(JsonObject scaleSet) =>
        [.. Of(scaleSet, ScaleSetInterfaces).SelectMany(IpConfigurations).Select(SubnetOf).OfType<ResourceId>()];

    public static IEnumerable<JsonObject> Of(JsonObject owner, string[] path) => (owner.At(path) as JsonArray ?? []).OfType<JsonObject>();

    /// <summary>Adds the writes that make an instance's interfaces.</summary>
    /// <param name="addresses">One for each of <see cref="SubnetsOf"/>, in that order.</param>
    public static void Create(WriteBatch batch, ResourceId instance, JsonObject scaleSet, Queue<string> addresses)
    {
        foreach (var configuration in Of(scaleSet, ScaleSetInterfaces))
        {
            var id = InterfaceId(instance, configuration);
            var body = Interface(id, instance, configuration);
            foreach (var ip in IpConfigurations(configuration))
            {
                var subnet = SubnetOf(ip);
                var address = subnet is null ? null : addresses.Dequeue();
                body["properties"]!["ipConfigurations"]!.AsArray().Add((JsonNode)IpConfiguration(id, ip, subnet, address));
                if (subnet is not null)
                {
                    SubnetAddresses.Take(batch, subnet, address!, id);
                }
            }

            batch.Put(StoredResource.Collection, id.Key, Json.ToBytes(body));
        }
    }

    /// <summary>Adds the writes that give an interface's addresses back; the interface itself goes with its instance.</summary>
    public static void Release(WriteBatch batch, StoredResource networkInterface)
    {
        foreach (var ip in IpConfigurations(networkInterface.Body))
        {
            if (SubnetOf(ip) is { } subnet && ip.Text("properties", "privateIPAddress") is { } address)
            {
                SubnetAddresses.Release(batch, subnet, address);
            }
        }
    }

    /// <summary>What the instance says of its interfaces: <c>networkProfile</c>.</summary>
    public static JsonObject Profile(ResourceId instance, JsonObject scaleSet) => new()
    {
        ["networkInterfaces"] = new JsonArray([.. Of(scaleSet, ScaleSetInterfaces).Select(c => (JsonNode)new JsonObject
        {
            ["id"] = InterfaceId(instance, c).Text,
            ["properties"] = new JsonObject { ["primary"] = c.Flag("properties", "primary") ?? true },
        })]),
    };

    /// <summary>The interface with the backend pools that its instance is in.</summary>
    public static StoredResource WithPools(StoredResource networkInterface, StoredResource instance)
    {
        var body = networkInterface.Body.Copy();
        var configuration = Of(instance.Body, InstanceInterfaces).FirstOrDefault(c => c.Text("name") == networkInterface.Id.Name);
        foreach (var ip in IpConfigurations(body))
        {
            var source = configuration is null ? null : IpConfigurations(configuration).FirstOrDefault(c => c.Text("name") == ip.Text("name"));
            ip.Section("properties")["loadBalancerBackendAddressPools"] =
                source.At("properties", "loadBalancerBackendAddressPools")?.DeepClone() ?? new JsonArray();
        }

        return networkInterface with { Bytes = Json.ToBytes(body) };
    }

    private static ResourceId InterfaceId(ResourceId instance, JsonObject configuration) =>
        instance.Child("networkInterfaces", configuration.Text("name") ?? "nic");

    private static IEnumerable<JsonObject> IpConfigurations(JsonObject owner) =>
        (owner.At("properties", "ipConfigurations") as JsonArray ?? []).OfType<JsonObject>();

    private static ResourceId? SubnetOf(JsonObject ip) => ResourceId.TryParse(ip.Text("properties", "subnet", "id"), out var id) ? id : null;

    private static JsonObject Interface(ResourceId id, ResourceId instance, JsonObject configuration) => new()
    {
        ["name"] = id.Name,
        ["id"] = id.Text,
        ["etag"] = ETags.New(),
        ["type"] = id.Type.FullName,
        ["properties"] = new JsonObject
        {
            ["provisioningState"] = "Succeeded",
            ["resourceGuid"] = Guid.NewGuid().ToString(),
            ["ipConfigurations"] = new JsonArray(),
            ["dnsSettings"] = new JsonObject { ["dnsServers"] = new JsonArray(), ["appliedDnsServers"] = new JsonArray() },
            ["macAddress"] = MacAddress(),
            ["enableAcceleratedNetworking"] = configuration.Flag("properties", "enableAcceleratedNetworking") ?? false,
            ["enableIPForwarding"] = configuration.Flag("properties", "enableIPForwarding") ?? false,
            ["networkSecurityGroup"] = configuration.At("properties", "networkSecurityGroup")?.DeepClone(),
            ["primary"] = configuration.Flag("properties", "primary") ?? true,
            ["virtualMachine"] = new JsonObject { ["id"] = instance.Text },
        },
    };

    private static JsonObject IpConfiguration(ResourceId id, JsonObject source, ResourceId? subnet, string? address)
    {
        var properties = new JsonObject
        {
            ["provisioningState"] = "Succeeded",
            ["privateIPAllocationMethod"] = "Dynamic",
            ["primary"] = source.Flag("properties", "primary") ?? true,
            ["privateIPAddressVersion"] = "IPv4",
        };
        if (subnet is not null)
        {
            (properties["privateIPAddress"], properties["subnet"]) = (address, new JsonObject { ["id"] = subnet.Text });
        }

        return new JsonObject { ["name"] = source.Text("name"), ["id"] = $"{id.Text}/ipConfigurations/{source.Text("name")}", ["properties"] = properties };
    }

    /// <summary>An address of Microsoft's range, as Azure's machines have.</summary>
    private static string MacAddress() => "00-0D-3A-" + BitConverter.ToString(RandomNumberGenerator.GetBytes(3));
}
