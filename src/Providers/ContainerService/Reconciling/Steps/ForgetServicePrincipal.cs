using System.Text.Json.Nodes;
using Verditer.Core;
using Verditer.Storage;

namespace Verditer.Providers.ContainerService;

/// <summary>
/// A cluster that has moved to managed identity keeps the secret of its service principal for as long as a kubelet uses it; then it is forgotten, and an application that
/// AKS made for it goes. One that a user gave is the user's.
/// </summary>
internal sealed class ForgetServicePrincipal(ServicePrincipalVault vault, ClusterArm arm, ClusterTokens tokens, IDirectory directory, IDocumentStore documents) : IClusterStep
{
    public string Name => "forget-service-principal";

    public async Task<ArmError?> RunAsync(ClusterWork work, CancellationToken cancellationToken)
    {
        if (!work.Cluster.HasManagedIdentity || work.Cluster.PrincipalClientId is not null || await vault.FindAsync(work.Id, cancellationToken) is null)
        {
            return null;
        }

        var token = await tokens.ForAksAsync(work.TenantId, cancellationToken);
        foreach (var pool in work.Cluster.Pools.OfType<JsonObject>())
        {
            var scaleSet = await arm.FindAsync(token, work.Names.ScaleSet(pool.Text("name")!), ArmVersions.Compute, cancellationToken);
            if (!scaleSet.TryGet(out var found, out var error))
            {
                return error;
            }

            if (found is not null && !new MachineIdentities(work.Cluster).AreOn(found))
            {
                return null;
            }
        }

        await directory.DeleteOwnedApplicationAsync(work.TenantId, MakeServicePrincipal.KeyFor(work.Cluster), cancellationToken);
        var batch = new WriteBatch();
        ServicePrincipalVault.Remove(batch, work.Id);
        await documents.CommitAsync(batch, cancellationToken);
        return null;
    }
}
