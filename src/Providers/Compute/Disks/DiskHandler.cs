using Verditer.Core;
using Verditer.ResourceManager;

namespace Verditer.Providers.Compute;

/// <summary>
/// Disks and what belongs to them: stored only, but their creation is answered with 200, never 201, which az takes for a failure.
/// Source: https://learn.microsoft.com/rest/api/compute/disks/create-or-update
/// </summary>
internal sealed class DiskHandler(ResourceType type) : ResourceTypeHandler(type)
{
    private static readonly string[] Names = ["disks", "snapshots", "diskEncryptionSets", "diskAccesses"];

    public static IEnumerable<DiskHandler> All => Names.Select(name => new DiskHandler(new ResourceType("Microsoft.Compute", name)));

    public override bool HasCode => false;

    public override IReadOnlyList<LinkedProperty> Links { get; } = type.Path is "disks" or "snapshots" ? ComputeLinks.OfDisks : [];

    public override async ValueTask<Result<WritePlan>> PlanWriteAsync(WriteRequest request, CancellationToken cancellationToken)
    {
        var planned = await base.PlanWriteAsync(request, cancellationToken);
        return planned.TryGet(out var plan, out var error) ? plan with { Status = 200 } : error;
    }
}
