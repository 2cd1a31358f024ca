using Verditer.Core;
using Verditer.ResourceManager;

namespace Verditer.Providers.Compute;

/// <summary>
/// Virtual machines: they carry identities, and their system-assigned one lives as long as they do. Nothing runs in them but what `verditer run --as-node ID` runs.
/// Source: VirtualMachines in the REST specifications.
/// </summary>
internal sealed class VirtualMachineHandler(ResourceIdentity identities) : ResourceTypeHandler(TypeName)
{
    public static readonly ResourceType TypeName = ResourceType.Parse("Microsoft.Compute/virtualMachines");

    public override int DeletionOrder => 10;

    public override IReadOnlyList<LinkedProperty> Links => ComputeLinks.OfVirtualMachines;

    public override async ValueTask<Result<WritePlan>> PlanWriteAsync(WriteRequest request, CancellationToken cancellationToken)
    {
        if (!(await identities.ApplyAsync(request, cancellationToken)).TryGet(out var identity, out var refusal))
        {
            return refusal;
        }

        request.Properties["provisioningState"] = "Succeeded";
        request.Properties["vmId"] = request.Existing?.Body.Text("properties", "vmId") ?? Guid.NewGuid().ToString();
        return new WritePlan(request.Body) { Also = identity };
    }

    public override ValueTask<Result<DeletePlan>> PlanDeleteAsync(StoredResource existing, ArmContext context, CancellationToken cancellationToken) =>
        new(new DeletePlan { Also = identities.Removal(existing.Id) });

    public override ReadOnlyMemory<byte> Render(StoredResource resource, ArmContext context) => InstanceView.Render(resource, context);
}
