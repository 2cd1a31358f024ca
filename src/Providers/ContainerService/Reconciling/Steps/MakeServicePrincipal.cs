using Verditer.Core;
using Verditer.Storage;

namespace Verditer.Providers.ContainerService;

/// <summary>
/// Under the preview's rules every cluster has a service principal. Where the user gave none, AKS makes one on the user's behalf: an application that AKS owns, with a
/// secret of one year, deleted with the cluster.
/// </summary>
internal sealed class MakeServicePrincipal(IDirectory directory, ServicePrincipalVault vault, ClusterStore clusters, IDocumentStore documents) : IClusterStep
{
    private static readonly TimeSpan SecretLifetime = TimeSpan.FromDays(365);

    public string Name => "service-principal";

    /// <summary>AKS's own name for the application, so that a repeated step makes no second one.</summary>
    public static string KeyFor(ClusterView cluster) => $"aks/{cluster.Key}";

    public async Task<ArmError?> RunAsync(ClusterWork work, CancellationToken cancellationToken)
    {
        var cluster = work.Cluster;
        if (!work.Rules.KeepsServicePrincipal || cluster.PrincipalClientId is not null)
        {
            return null;
        }

        var owner = directory.FindServicePrincipal(work.TenantId, ContainerServiceProvider.AksAppId)!.ObjectId;
        var made = await directory.EnsureOwnedApplicationAsync(
            work.TenantId, KeyFor(cluster), $"{cluster.Name}SP-{cluster.Digits}", owner, SecretLifetime, cancellationToken);

        // The secret is sealed first: a cluster never names a principal whose secret is not kept.
        var batch = new WriteBatch();
        vault.Put(batch, cluster.Id, new(made.AppId, made.Secret));
        await documents.CommitAsync(batch, cancellationToken);
        await clusters.ChangeAsync(cluster.Id, c => c.Properties["servicePrincipalProfile"] = new System.Text.Json.Nodes.JsonObject { ["clientId"] = made.AppId }, cancellationToken);
        return null;
    }
}
