using Verditer.Core;
using Verditer.ResourceManager;

namespace Verditer.Providers.ContainerService;

/// <summary>What can be done to an agent pool by POST.</summary>
internal sealed class AgentPoolActions(ClusterStore clusters, ClusterCommit commit)
{
    public IReadOnlyList<ResourceAction> All => [new("upgradeNodeImageVersion", UpgradeNodeImageAsync)];

    /// <summary>
    /// The machines are made anew: from then on they carry the identities that the cluster has now. Source: https://learn.microsoft.com/azure/aks/node-image-upgrade
    /// </summary>
    private async ValueTask<Result<ArmResponse>> UpgradeNodeImageAsync(ArmContext context, CancellationToken cancellationToken)
    {
        if (await clusters.FindAsync(context.Existing!.Id.Parent!, cancellationToken) is not { } holder)
        {
            return ArmErrors.ResourceNotFound(context.Existing.Id.Parent!);
        }

        var cluster = ClusterView.Of(holder);
        if (AgentPoolHandler.Busy(cluster) is { } busy)
        {
            return busy;
        }

        cluster.Pool(context.Existing.Id.Name)!["provisioningState"] = ProvisioningStates.UpgradingNodeImage;
        cluster.Properties["provisioningState"] = ProvisioningStates.Updating;
        return await commit.CommitAsync(context, holder, cluster, ReconcileCluster.Start(context.Subscription!, cluster), _ => { }, cancellationToken);
    }
}
