using System.Text.Json.Nodes;
using Verditer.Core;

namespace Verditer.CloudProvider;

/// <summary>The public addresses of Services: one that the cloud provider makes, or one that the user names.</summary>
internal sealed class PublicAddresses(ResourceManagerClient azure, BalancerNames names, string location)
{
    /// <summary>The address's resource, made where it is the cloud provider's own and is not there.</summary>
    public async Task<Outcome<JsonObject>> EnsureAsync(ServiceDescription service, CancellationToken cancellationToken)
    {
        if (service.AddressName is not null)
        {
            return await FindAsync(service, a => Is(a.Text("name"), service.AddressName),
                $"findMatchedPIPByName: failed to find PIP {service.AddressName} in resource group {service.AddressGroup ?? OwnGroup}", cancellationToken);
        }

        if (service.WantedAddress is { } wanted)
        {
            return await FindAsync(service, a => a.Text("properties", "ipAddress") == wanted,
                $"findMatchedPIPByLoadBalancerIP: cannot find public IP with IP address {wanted} in resource group {service.AddressGroup ?? OwnGroup}", cancellationToken);
        }

        var id = OwnId(service);
        var edited = await azure.EditAsync(id, AzureApi.Network, address => Complete(address, service), cancellationToken);
        return edited.TryGet(out var made, out var error) ? made! : error;
    }

    /// <summary>Deletes the Service's own address, unless it is in use as <paramref name="used"/>.</summary>
    public async Task<CloudError?> RemoveOwnAsync(ServiceDescription service, string? used, CancellationToken cancellationToken)
    {
        var id = OwnId(service);
        if (Is(id, used))
        {
            return null;
        }

        var read = await azure.GetAsync(id, AzureApi.Network, cancellationToken);
        return read.TryGet(out var address, out var error)
            ? address is null ? null : await azure.DeleteAsync(id, AzureApi.Network, cancellationToken)
            : error;
    }

    /// <summary>The address of a public IP that is known by its id; null where it has none.</summary>
    public async Task<Outcome<string?>> AddressOfAsync(string id, CancellationToken cancellationToken)
    {
        var read = await azure.GetAsync(id, AzureApi.Network, cancellationToken);
        return read.TryGet(out var found, out var error) ? found.Text("properties", "ipAddress") : error;
    }

    private string OwnGroup => names.Group[(names.Group.LastIndexOf('/') + 1)..];

    private string OwnId(ServiceDescription service) => $"{names.AddressesIn(service.AddressGroup)}/{service.OwnAddressName}";

    /// <summary>What the address should be; null where it is so.</summary>
    private JsonObject? Complete(JsonObject? address, ServiceDescription service)
    {
        var wanted = new JsonObject
        {
            ["location"] = location,
            ["sku"] = new JsonObject { ["name"] = "Standard" },
            ["tags"] = new JsonObject { [BalancerNames.ServiceTag] = service.Key, [BalancerNames.ClusterTag] = BalancerNames.Cluster },
            ["properties"] = new JsonObject { ["publicIPAllocationMethod"] = "Static", ["publicIPAddressVersion"] = "IPv4" },
        };
        if (service.DnsLabel is { Length: > 0 } label)
        {
            wanted.Section("properties")["dnsSettings"] = new JsonObject { ["domainNameLabel"] = label };
        }

        if (address is null)
        {
            return wanted;
        }

        var hasLabel = address.Text("properties", "dnsSettings", "domainNameLabel") is not null;
        if (SameJson.Covers(address, wanted) && (!hasLabel || service.DnsLabel is { Length: > 0 }))
        {
            return null;
        }

        address["tags"] = wanted["tags"]!.DeepClone();
        address.Section("properties").Remove("dnsSettings");
        if (wanted.At("properties", "dnsSettings") is { } dns)
        {
            address.Section("properties")["dnsSettings"] = dns.DeepClone();
        }

        return address;
    }

    private async Task<Outcome<JsonObject>> FindAsync(
        ServiceDescription service, Predicate<JsonObject> isWanted, string missing, CancellationToken cancellationToken)
    {
        var listed = await azure.ListAsync(names.AddressesIn(service.AddressGroup), AzureApi.Network, cancellationToken);
        if (!listed.TryGet(out var all, out var error))
        {
            return error;
        }

        return all.FirstOrDefault(a => isWanted(a)) is { } found ? found : CloudError.Of(missing);
    }

    private static bool Is(string? a, string? b) => string.Equals(a, b, StringComparison.OrdinalIgnoreCase);
}
