using Verditer.Core;
using Verditer.ResourceManager;

namespace Verditer.Providers.Compute;

/// <summary>
/// Instances of scale sets: the scale set makes them; clients change them with partial bodies, which are merged, and delete them one by one.
/// Source: VirtualMachineScaleSetVMs in the REST specifications.
/// </summary>
internal sealed class ScaleSetInstanceHandler(ResourceStore resources) : ResourceTypeHandler(ScaleSetHandler.InstanceType)
{
    private static readonly string[] Fixed = ["name", "instanceId", "sku"];

    public override bool MergesOnPut => true;

    public override IReadOnlyList<LinkedProperty> Links => ComputeLinks.OfInstances;

    public override ValueTask<Result<WritePlan>> PlanWriteAsync(WriteRequest request, CancellationToken cancellationToken)
    {
        if (request.Existing is not { } existing)
        {
            return new(ArmErrors.ResourceNotFound(request.Id));
        }

        foreach (var name in Fixed)
        {
            request.Body[name] = existing.Body[name]?.DeepClone();
        }

        request.Properties["provisioningState"] = "Succeeded";
        return new(new WritePlan(request.Body));
    }

    /// <summary>The instance and its interfaces go; the scale set has one fewer.</summary>
    public override async ValueTask<Result<DeletePlan>> PlanDeleteAsync(StoredResource existing, ArmContext context, CancellationToken cancellationToken)
    {
        var interfaces = await resources.ListBelowAsync(existing.Id, cancellationToken);
        var scaleSet = await resources.FindAsync(existing.Id.Parent!, cancellationToken);
        return new DeletePlan
        {
            Also = batch =>
            {
                interfaces.ToList().ForEach(i => InstanceNetwork.Release(batch, i));
                if (scaleSet?.Body.Copy() is { } body)
                {
                    body.Section("sku")["capacity"] = Math.Max(0, (body.Number("sku", "capacity") ?? 0) - 1);
                    ResourceStore.Put(batch, scaleSet.Id, body, scaleSet);
                }
            },
        };
    }

    public override ReadOnlyMemory<byte> Render(StoredResource resource, ArmContext context) => InstanceView.Render(resource, context);
}
