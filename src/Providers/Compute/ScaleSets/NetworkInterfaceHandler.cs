using Verditer.Core;
using Verditer.ResourceManager;

namespace Verditer.Providers.Compute;

/// <summary>
/// The network interfaces of instances, at the address and the old api-versions that Azure serves them at. They can only be read: they come and go with their instance.
/// Source: https://learn.microsoft.com/rest/api/virtualnetwork/network-interface-in-vm-ss/get-virtual-machine-scale-set-network-interface
/// </summary>
internal sealed class NetworkInterfaceHandler() : ResourceTypeHandler(TypeName)
{
    public static readonly ResourceType TypeName = ResourceType.Parse("Microsoft.Compute/virtualMachineScaleSets/virtualMachines/networkInterfaces");

    public override IReadOnlyList<string> ApiVersions => ["2018-10-01", "2017-03-30", "2016-09-01"];

    public override async ValueTask<StoredResource?> FindAsync(ResourceId id, ResourceStore store, CancellationToken cancellationToken) =>
        await store.FindAsync(id, cancellationToken) is { } found && await store.FindAsync(id.Parent!, cancellationToken) is { } instance
            ? InstanceNetwork.WithPools(found, instance)
            : null;

    public override async ValueTask<IReadOnlyList<StoredResource>> ListAsync(ArmContext context, ResourceStore store, CancellationToken cancellationToken)
    {
        var all = await store.ListAsync(context.Id, Type, cancellationToken);
        return await store.FindAsync(context.Id, cancellationToken) is { } instance ? [.. all.Select(n => InstanceNetwork.WithPools(n, instance))] : [];
    }

    public override ValueTask<Result<WritePlan>> PlanWriteAsync(WriteRequest request, CancellationToken cancellationToken) =>
        new(ReadOnly(request.Id));

    public override ValueTask<Result<DeletePlan>> PlanDeleteAsync(StoredResource existing, ArmContext context, CancellationToken cancellationToken) =>
        new(ReadOnly(existing.Id));

    private static ArmError ReadOnly(ResourceId id) => new(405, "MethodNotAllowed",
        $"The network interface '{id.Name}' belongs to an instance of a scale set. It is changed by changing the scale set or the instance.");
}
