namespace Verditer.Storage;

/// <summary>
/// Documents with ETags, an append-only change log, and leases. What <see cref="CommitAsync"/> answered is on disk. A body may have 16 MB at most.
/// </summary>
public interface IDocumentStore : IAsyncDisposable
{
    /// <summary>The revision of the last write, 0 in an empty store.</summary>
    long Revision { get; }

    ValueTask<Document?> GetAsync(string collection, string key, CancellationToken cancellationToken = default);

    /// <summary>Documents whose key starts with <paramref name="prefix"/>, ordered by key, after <paramref name="after"/> (exclusive).</summary>
    /// <param name="limit">At most so many; 0 for all.</param>
    ValueTask<DocumentPage> ListAsync(
        string collection, string prefix = "", string? after = null, int limit = 0, CancellationToken cancellationToken = default);

    /// <summary>Carries out all writes, or none when a condition is not met.</summary>
    ValueTask<CommitResult> CommitAsync(WriteBatch batch, CancellationToken cancellationToken = default);

    /// <summary>The changes after <paramref name="after"/>, oldest first.</summary>
    /// <param name="collection">Only this collection's; null for all.</param>
    ValueTask<ChangePage> ReadChangesAsync(
        long after, string? collection = null, int limit = 1000, CancellationToken cancellationToken = default);

    /// <summary>Forgets changes up to and including <paramref name="revision"/>. Documents stay.</summary>
    ValueTask CompactAsync(long revision, CancellationToken cancellationToken = default);

    /// <summary>
    /// Calls <paramref name="observer"/> with each commit's changes, in order, one call at a time, before the commit is answered: an index kept up
    /// by it is never behind what a writer has been told. It must be quick and must not write to the store.
    /// </summary>
    IDisposable Subscribe(Action<IReadOnlyList<Change>> observer);

    /// <summary>Takes or renews a lease. Null when another owner holds it. Durations are by the host's clock.</summary>
    ValueTask<Lease?> AcquireLeaseAsync(string name, string owner, TimeSpan duration, CancellationToken cancellationToken = default);

    /// <summary>Gives a lease back; one that is held by another owner stays.</summary>
    ValueTask ReleaseLeaseAsync(string name, string owner, CancellationToken cancellationToken = default);
}

/// <param name="Expires">UTC, the host's clock.</param>
public sealed record Lease(string Name, string Owner, DateTimeOffset Expires);
