using Verditer.Storage;

namespace Verditer.Bench;

/// <summary>Documents that are there and never change: what an index reads at its start.</summary>
internal sealed class StoredDocuments(IReadOnlyList<Document> documents) : IDocumentStore
{
    public long Revision => 1;

    public ValueTask<DocumentPage> ListAsync(string collection, string prefix = "", string? after = null, int limit = 0, CancellationToken cancellationToken = default) =>
        new(new DocumentPage([.. documents.Where(d => d.Collection == collection)], 1, null));

    public IDisposable Subscribe(Action<IReadOnlyList<Change>> observer) => new Nothing();

    public ValueTask<Document?> GetAsync(string collection, string key, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public ValueTask<CommitResult> CommitAsync(WriteBatch batch, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public ValueTask<ChangePage> ReadChangesAsync(long after, string? collection = null, int limit = 1000, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public ValueTask CompactAsync(long revision, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public ValueTask<Lease?> AcquireLeaseAsync(string name, string owner, TimeSpan duration, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public ValueTask ReleaseLeaseAsync(string name, string owner, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public ValueTask DisposeAsync() => default;

    private sealed class Nothing : IDisposable
    {
        public void Dispose()
        {
        }
    }
}
