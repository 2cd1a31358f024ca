using Verditer.Core;
using Verditer.ResourceManager;
using Verditer.Storage;

namespace Verditer.Providers.ContainerService;

/// <summary>
/// Node resource group lockdown: where <c>nodeResourceGroupProfile.restrictionLevel</c> is ReadOnly, a deny assignment forbids everybody but the cluster's own
/// identities, AKS and Resource Manager to change what is in the group; where it is not, there is none.
/// Source: https://learn.microsoft.com/azure/aks/node-resource-group-lockdown
/// </summary>
internal sealed class ProtectNodeGroup(
    IDocumentStore documents, IDirectory directory, ControlPlaneIdentity identity, ServicePrincipalVault vault, TimeProvider time) : IClusterStep
{
    private const string DenyName = "AKS node resource group lockdown";

    private static readonly string[] Changes = ["*/write", "*/delete", "*/action"];

    public string Name => "node-resource-group-lockdown";

    public async Task<ArmError?> RunAsync(ClusterWork work, CancellationToken cancellationToken)
    {
        var id = DenyAssignmentDocument.IdFor(work.Cluster.NodeGroup, DenyName);
        var batch = new WriteBatch();
        if (!IsReadOnly(work.Cluster))
        {
            batch.Delete(StoredResource.Collection, id.Key);
        }
        else
        {
            var description = $"Made by AKS because the managed cluster '{work.Id.Text}' has the restriction level ReadOnly on its node resource group.";
            var former = (await vault.FindAsync(work.Id, cancellationToken))?.ClientId;
            DenyAssignmentDocument.Put(batch, id, DenyAssignmentDocument.Body(id, DenyName, description, Changes, [], Excluded(work, former), time.GetUtcNow()));
        }

        await documents.CommitAsync(batch, cancellationToken);
        return null;
    }

    private static bool IsReadOnly(ClusterView cluster) =>
        string.Equals(cluster.Properties.Text("nodeResourceGroupProfile", "restrictionLevel"), "ReadOnly", StringComparison.OrdinalIgnoreCase);

    /// <param name="former">A service principal from which the cluster has moved, or null: its token is used until it ends.</param>
    private IEnumerable<Principal> Excluded(ClusterWork work, string? former)
    {
        var (cluster, tenantId) = (work.Cluster, work.TenantId);
        string?[] ids =
        [
            identity.FindPrincipalId(cluster, tenantId),
            former is null ? null : directory.FindServicePrincipal(tenantId, former)?.ObjectId,
            directory.FindManagedIdentity(cluster.Id.Text)?.PrincipalId,
            cluster.Properties.Text("identityProfile", "kubeletidentity", "objectId"),
            .. EnabledAddons.Of(cluster).Select(a => a.Profile.Text("identity", "objectId")),
            directory.FindServicePrincipal(tenantId, ContainerServiceProvider.AksAppId)?.ObjectId,
            directory.FindServicePrincipal(tenantId, SubscriptionService.ResourceManagerAppId)?.ObjectId,
        ];
        return ids.OfType<string>().Distinct(StringComparer.OrdinalIgnoreCase).Select(id => directory.FindPrincipal(tenantId, id)).OfType<Principal>();
    }
}
