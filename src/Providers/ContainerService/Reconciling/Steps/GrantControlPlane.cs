using Verditer.Core;

namespace Verditer.Providers.ContainerService;

/// <summary>The control plane's principal is Contributor of the node resource group: that is all that it may do.</summary>
internal sealed class GrantControlPlane(ClusterArm arm, ClusterTokens tokens, ControlPlaneIdentity identity, IdentityMoves identityMoves) : IClusterStep
{
    public string Name => "control-plane-role";

    public async Task<ArmError?> RunAsync(ClusterWork work, CancellationToken cancellationToken)
    {
        if (identity.FindPrincipalId(work.Cluster, work.TenantId) is not { } principalId)
        {
            return ArmErrors.BadRequest($"The identity of the managed cluster '{work.Cluster.Name}' is no longer in the directory.");
        }

        // Granted once, at creation and at a move to another identity: a role that somebody took away later stays away, as in Azure.
        var isMoving = await identityMoves.IsMovingAsync(work.Id, cancellationToken);
        if (work.Cluster.IsFurnished && !isMoving)
        {
            return null;
        }

        var token = await tokens.ForAksAsync(work.TenantId, cancellationToken);
        if (await arm.GrantAsync(token, work.Cluster.NodeGroup, BuiltInRoles.Contributor, principalId, cancellationToken) is { } error)
        {
            return error;
        }

        if (isMoving)
        {
            await identityMoves.EndAsync(work.Id, cancellationToken);
        }

        return null;
    }
}
