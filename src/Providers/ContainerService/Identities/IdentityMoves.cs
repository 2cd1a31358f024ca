using Verditer.Core;
using Verditer.Storage;

namespace Verditer.Providers.ContainerService;

/// <summary>Which clusters are moving to another identity: noted with the request, until the new identity has its roles. A move that failed goes on with the next update.</summary>
internal sealed class IdentityMoves(IDocumentStore documents)
{
    private const string Collection = "cluster-identity-moves";

    public async ValueTask<bool> IsMovingAsync(ResourceId cluster, CancellationToken cancellationToken) =>
        await documents.GetAsync(Collection, cluster.Key, cancellationToken) is not null;

    public static void Begin(WriteBatch batch, ResourceId cluster) => batch.Put(Collection, cluster.Key, "{}"u8.ToArray());

    public static void End(WriteBatch batch, ResourceId cluster) => batch.Delete(Collection, cluster.Key);

    public async Task EndAsync(ResourceId cluster, CancellationToken cancellationToken)
    {
        var batch = new WriteBatch();
        End(batch, cluster);
        await documents.CommitAsync(batch, cancellationToken);
    }
}
