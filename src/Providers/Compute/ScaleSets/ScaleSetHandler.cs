using Verditer.Core;
using Verditer.ResourceManager;

namespace Verditer.Providers.Compute;

/// <summary>
/// Virtual machine scale sets: they carry identities, and have as many instances as their capacity says. Clients send partial bodies with PUT, which are merged.
/// Source: VirtualMachineScaleSets_CreateOrUpdate in the REST specifications.
/// </summary>
internal sealed class ScaleSetHandler(
    ReferenceCheck references, ResourceStore resources, SubnetAddresses addresses, ResourceIdentity identities) : ResourceTypeHandler(TypeName)
{
    public static readonly ResourceType TypeName = ResourceType.Parse("Microsoft.Compute/virtualMachineScaleSets");
    public static readonly ResourceType InstanceType = ResourceType.Parse("Microsoft.Compute/virtualMachineScaleSets/virtualMachines");

    private const int MostInstances = 1000;

    private const string Interfaces = "properties.virtualMachineProfile.networkProfile.networkInterfaceConfigurations.*.properties.";
    private const string IpConfigurations = Interfaces + "ipConfigurations.*.properties.";

    /// <summary>What must exist; a backend pool may be made later.</summary>
    private static readonly LinkedProperty[] Existing =
    [
        new(IpConfigurations + "subnet.id", "Microsoft.Network/virtualNetworks/subnets/join/action"),
        new(Interfaces + "networkSecurityGroup.id", "Microsoft.Network/networkSecurityGroups/join/action"),
    ];

    public override bool MergesOnPut => true;

    public override int DeletionOrder => 10;

    public override IReadOnlyList<LinkedProperty> Links { get; } =
    [
        .. Existing,
        new(IpConfigurations + "loadBalancerBackendAddressPools.*.id", "Microsoft.Network/loadBalancers/backendAddressPools/join/action"),
        new(IpConfigurations + "loadBalancerInboundNatPools.*.id", "Microsoft.Network/loadBalancers/inboundNatPools/join/action"),
        new(IpConfigurations + "applicationGatewayBackendAddressPools.*.id", "Microsoft.Network/applicationGateways/backendAddressPools/join/action"),
        new(IpConfigurations + "applicationSecurityGroups.*.id", "Microsoft.Network/applicationSecurityGroups/joinIpConfiguration/action"),
        new(IpConfigurations + "publicIPAddressConfiguration.properties.publicIPPrefix.id", "Microsoft.Network/publicIPPrefixes/join/action"),
        .. ComputeLinks.OfStorage("properties.virtualMachineProfile.storageProfile."),
        new("properties.virtualMachineProfile.networkProfile.healthProbe.id", "Microsoft.Network/loadBalancers/probes/join/action"),
        new("properties.proximityPlacementGroup.id", "Microsoft.Compute/proximityPlacementGroups/write"),
    ];

    public override async ValueTask<Result<WritePlan>> PlanWriteAsync(WriteRequest request, CancellationToken cancellationToken)
    {
        var capacity = request.Body.Number("sku", "capacity") ?? 0;
        if (capacity is < 0 or > MostInstances)
        {
            return new ArmError(400, "InvalidParameter", $"The value of parameter sku.capacity is invalid: {capacity} is not between 0 and {MostInstances}.", "sku.capacity");
        }

        if (InstanceNetwork.Of(request.Body, InstanceNetwork.ScaleSetInterfaces).Select(c => c.Text("name")).FirstOrDefault(n => n is not null && !ResourceId.IsName(n)) is { } wrong)
        {
            return new ArmError(400, "InvalidParameter", $"The value of parameter networkInterfaceConfigurations.name is invalid: '{wrong}' cannot be a name.",
                "properties.virtualMachineProfile.networkProfile.networkInterfaceConfigurations");
        }

        if (await references.CheckAsync(request.Id, request.Body, Existing, cancellationToken) is { } missing)
        {
            return missing;
        }

        var below = await resources.ListBelowAsync(request.Id, cancellationToken);
        var change = ScaleSetChange.Plan(request.Id, request.Body, below, capacity);
        var found = await FindAddressesAsync(request, change.Added.Count, cancellationToken);
        if (!found.TryGet(out var free, out var full))
        {
            return full;
        }

        if (!(await identities.ApplyAsync(request, cancellationToken)).TryGet(out var identity, out var identityError))
        {
            return identityError;
        }

        var properties = request.Properties;
        properties["provisioningState"] = "Succeeded";
        properties["uniqueId"] = request.Existing?.Body.Text("properties", "uniqueId") ?? Guid.NewGuid().ToString();
        properties["singlePlacementGroup"] ??= capacity <= 100;
        properties["overprovision"] ??= true;
        return new WritePlan(request.Body) { Also = identity + (batch => change.Write(batch, free)) };
    }

    public override async ValueTask<Result<DeletePlan>> PlanDeleteAsync(StoredResource existing, ArmContext context, CancellationToken cancellationToken)
    {
        var below = await resources.ListBelowAsync(existing.Id, cancellationToken);
        return new DeletePlan { Also = identities.Removal(existing.Id) + (batch => ScaleSetChange.Plan(existing.Id, existing.Body, below, 0).Write(batch, [])) };
    }

    /// <summary>An address for each interface of each new instance, in the order in which the instances take them.</summary>
    private async ValueTask<Result<IReadOnlyList<string>>> FindAddressesAsync(WriteRequest request, int instances, CancellationToken cancellationToken)
    {
        var subnets = InstanceNetwork.SubnetsOf(request.Body);
        Dictionary<string, Queue<string>> free = [];
        foreach (var uses in subnets.GroupBy(s => s.Key))
        {
            var found = await addresses.FindFreeAsync(uses.First(), uses.Count() * instances, request.Id, cancellationToken);
            if (!found.TryGet(out var some, out var error))
            {
                return error;
            }

            free[uses.Key] = new(some);
        }

        return Enumerable.Range(0, instances).SelectMany(_ => subnets.Select(s => free[s.Key].Dequeue())).ToList();
    }
}
