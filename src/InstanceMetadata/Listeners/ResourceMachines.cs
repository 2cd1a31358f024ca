using System.Text.Json.Nodes;
using Verditer.Core;

namespace Verditer.InstanceMetadata;

/// <summary>Machines that are resources and no cluster's nodes: virtual machines and instances of scale sets, as they are stored.</summary>
internal sealed class ResourceMachines(MachineOwner owners)
{
    private static readonly ResourceType VirtualMachine = ResourceType.Parse("Microsoft.Compute/virtualMachines");
    private static readonly ResourceType Instance = ResourceType.Parse("Microsoft.Compute/virtualMachineScaleSets/virtualMachines");

    /// <summary>Null when the id names no machine that is there.</summary>
    public async ValueTask<MetadataMachine?> FindAsync(string resourceId, CancellationToken cancellationToken)
    {
        if (!ResourceId.TryParse(resourceId, out var id) || (id.Type != VirtualMachine && id.Type != Instance)
            || await owners.FindAsync(id.Text, cancellationToken) is not { } stored)
        {
            return null;
        }

        var scaleSet = id.Type == Instance ? id.Parent : null;
        var (address, subnet) = await NetworkAsync(stored, cancellationToken);
        var compute = new MetadataCompute(
            id.SubscriptionId!, id.ResourceGroup!, stored.Text("location") ?? "", stored.Text("name") ?? id.Name, stored.Text("properties", "vmId") ?? "",
            stored.Text("properties", "hardwareProfile", "vmSize") ?? "", scaleSet?.Name ?? "", stored.Text("id") ?? id.Text, address, subnet)
        {
            ComputerName = stored.Text("properties", "osProfile", "computerName") ?? id.Name,
        };
        return new(id.Key, (scaleSet ?? id).Text, compute);
    }

    /// <summary>The first address of the first interface, and the network that it is in.</summary>
    private async ValueTask<(string Address, string Subnet)> NetworkAsync(JsonObject machine, CancellationToken cancellationToken)
    {
        var card = First(machine.At("properties", "networkProfile", "networkInterfaces")).Text("id") is { } cardId ? await owners.FindAsync(cardId, cancellationToken) : null;
        var configuration = First(card.At("properties", "ipConfigurations"))?["properties"];
        var network = ResourceId.TryParse(configuration.Text("subnet", "id"), out var subnetId) && subnetId.Parent is { } networkId
            ? await owners.FindAsync(networkId.Text, cancellationToken)
            : null;
        var subnet = (network.At("properties", "subnets") as JsonArray ?? []).FirstOrDefault(one => string.Equals(one.Text("name"), subnetId?.Name, StringComparison.OrdinalIgnoreCase));
        return (configuration.Text("privateIPAddress") ?? "", subnet.Text("properties", "addressPrefix") ?? "");
    }

    private static JsonNode? First(JsonNode? list) => (list as JsonArray)?.FirstOrDefault();
}
