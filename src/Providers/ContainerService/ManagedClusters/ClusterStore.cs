using Verditer.Core;
using Verditer.ResourceManager;
using Verditer.Storage;

namespace Verditer.Providers.ContainerService;

/// <summary>Reads clusters, and changes them while an operation works on them.</summary>
internal sealed class ClusterStore(ResourceStore resources, IDocumentStore documents)
{
    public async ValueTask<StoredResource?> FindAsync(ResourceId id, CancellationToken cancellationToken) => await resources.FindAsync(id, cancellationToken);

    /// <summary>Every cluster of every subscription.</summary>
    public async ValueTask<IReadOnlyList<ClusterView>> ListAllAsync(CancellationToken cancellationToken)
    {
        var page = await documents.ListAsync(StoredResource.Collection, "/subscriptions/", cancellationToken: cancellationToken);
        return [.. page.Documents.Where(d => IsCluster(d.Key)).Select(ResourceStore.Read).Select(ClusterView.Of)];
    }

    /// <summary>Changes the stored cluster, and looks again while others do. Null when the cluster is gone.</summary>
    public async Task<ClusterView?> ChangeAsync(ResourceId id, Action<ClusterView> change, CancellationToken cancellationToken)
    {
        while (await FindAsync(id, cancellationToken) is { } stored)
        {
            var cluster = ClusterView.Of(stored);
            change(cluster);
            var batch = new WriteBatch();
            ResourceStore.Put(batch, stored.Id, cluster.Body, stored);
            if ((await documents.CommitAsync(batch, cancellationToken)).Committed)
            {
                return cluster;
            }
        }

        return null;
    }

    // A child or an extension of a cluster has further segments behind the cluster's name.
    private static bool IsCluster(string key) =>
        key.IndexOf("/providers/microsoft.containerservice/managedclusters/", StringComparison.Ordinal) is var at and >= 0
        && !key.AsSpan(at + "/providers/microsoft.containerservice/managedclusters/".Length).Contains('/');
}
