using Verditer.Core;
using Verditer.ResourceManager;

namespace Verditer.Providers.Network;

/// <summary>Route tables and the routes in them.</summary>
internal sealed class RouteTableHandler(ReferenceCheck references) : NetworkResourceHandler(NetworkTypes.RouteTable, references)
{
    private readonly ReferenceCheck _references = references;

    protected override IReadOnlyList<string> ChildArrays => ["routes"];

    public override int DeletionOrder => 40;

    public override async ValueTask<Result<DeletePlan>> PlanDeleteAsync(StoredResource existing, ArmContext context, CancellationToken cancellationToken) =>
        await _references.FindUserAsync(existing.Id, NetworkTypes.VirtualNetwork, NetworkTypes.SubnetToRouteTable, cancellationToken) is { } user
            ? new ArmError(400, "InUseRouteTableCannotBeDeleted", $"Route table {existing.Id.Text} is in use by {user.Text} and cannot be deleted.")
            : DeletePlan.Now;

    protected override ValueTask<ArmError?> PrepareAsync(WriteRequest request, WriteExtras extras, CancellationToken cancellationToken)
    {
        request.Properties["disableBgpRoutePropagation"] ??= false;
        return new((ArmError?)null);
    }
}
