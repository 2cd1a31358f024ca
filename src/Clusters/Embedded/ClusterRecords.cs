using Verditer.Core;
using Verditer.Kubernetes;
using Verditer.Storage;

namespace Verditer.Clusters.Embedded;

/// <summary>Keeps clusters and their nodes: <c>k8s-clusters</c> has one document a cluster, <c>k8s-{clusterKey}-nodes</c> one a node.</summary>
internal sealed class ClusterRecords(IDocumentStore store, ISecretProtector protector)
{
    private const string Collection = "k8s-clusters";

    public async Task<ClusterRecord?> FindAsync(string clusterKey, CancellationToken cancellationToken) =>
        await store.GetAsync(Collection, clusterKey, cancellationToken) is { } document ? ClusterRecord.Read(document.Body.Span, protector) : null;

    public async Task SaveAsync(ClusterRecord record, CancellationToken cancellationToken) =>
        await store.CommitAsync(new WriteBatch().Put(Collection, record.Spec.ClusterKey, Json.ToBytes(record.ToJson(protector))), cancellationToken);

    public async Task SaveNodeAsync(string clusterKey, NodeSpec node, CancellationToken cancellationToken) =>
        await store.CommitAsync(new WriteBatch().Put(NodesOf(clusterKey), node.Name, NodeRecord.ToBytes(node)), cancellationToken);

    public async Task RemoveNodeAsync(string clusterKey, string name, CancellationToken cancellationToken) =>
        await store.CommitAsync(new WriteBatch().Delete(NodesOf(clusterKey), name), cancellationToken);

    public async Task<IReadOnlyList<NodeSpec>> NodesAsync(string clusterKey, CancellationToken cancellationToken)
    {
        var page = await store.ListAsync(NodesOf(clusterKey), cancellationToken: cancellationToken);
        return [.. page.Documents.Select(document => NodeRecord.Read(document.Body.Span))];
    }

    /// <summary>Removes all that is kept of a cluster; its own document last, so that an interrupted removal is repeated.</summary>
    public async Task RemoveAsync(string clusterKey, CancellationToken cancellationToken)
    {
        foreach (var collection in ClusterApiSetup.CollectionsOf(clusterKey).Append(NodesOf(clusterKey)))
        {
            await RemoveCollectionAsync(collection, cancellationToken);
        }

        await store.CommitAsync(new WriteBatch().Delete(Collection, clusterKey), cancellationToken);
    }

    private async Task RemoveCollectionAsync(string collection, CancellationToken cancellationToken)
    {
        const int Portion = 256;
        while (true)
        {
            var page = await store.ListAsync(collection, limit: Portion, cancellationToken: cancellationToken);
            if (page.Documents.Count == 0)
            {
                return;
            }

            var batch = new WriteBatch();
            foreach (var document in page.Documents)
            {
                batch.Delete(collection, document.Key);
            }

            await store.CommitAsync(batch, cancellationToken);
        }
    }

    private static string NodesOf(string clusterKey) => $"k8s-{clusterKey}-nodes";
}
