using Verditer.Core;
using Verditer.Operations;
using Verditer.ResourceManager;
using Verditer.Storage;

namespace Verditer.Providers.ContainerService;

/// <summary>Stores what an action changes in a cluster, together with the operation that carries it out.</summary>
internal sealed class ClusterCommit(IOperations operations, IDocumentStore documents)
{
    /// <param name="stored">The cluster as it was read: who changed it meanwhile has been first.</param>
    /// <param name="also">Adds what else goes into the same write.</param>
    public async ValueTask<Result<ArmResponse>> CommitAsync(
        ArmContext context, StoredResource stored, ClusterView cluster, NewOperation operation, Action<WriteBatch> also, CancellationToken cancellationToken)
    {
        var batch = new WriteBatch();
        ResourceStore.Put(batch, cluster.Id, cluster.Body, stored);
        also(batch);
        var started = operations.Start(batch, AsyncHeaders.Mark(operation, context.Caller));
        return (await documents.CommitAsync(batch, cancellationToken)).Committed
            ? AsyncHeaders.ForAction(context, started)
            : ClusterErrors.InProgress("update");
    }
}
