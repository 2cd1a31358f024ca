namespace Verditer.Storage;

/// <summary>Takes in a document as it is now.</summary>
/// <param name="body">Null for a document that is gone.</param>
public delegate void ApplyDocument(string collection, string key, long revision, ReadOnlyMemory<byte>? body);

/// <summary>
/// Keeps something in memory level with the store: reads collections whole, once, then follows their changes. What is written meanwhile is neither lost nor applied
/// twice, and a reader is never behind what a writer has been told.
/// </summary>
/// <param name="apply">Called for one document at a time.</param>
public sealed class StoreFollower(IDocumentStore store, IReadOnlyCollection<string> collections, ApplyDocument apply) : IDisposable
{
    private readonly SemaphoreSlim _loading = new(1, 1);
    private readonly Lock _applying = new();
    private List<Change>? _early = [];
    private IDisposable? _subscription;

    /// <summary>False as long as not everything has been read.</summary>
    public bool IsLoaded => Volatile.Read(ref _early) is null;

    /// <summary>Reads everything. A second call finds it done.</summary>
    public async Task LoadAsync(CancellationToken cancellationToken)
    {
        await _loading.WaitAsync(cancellationToken);
        try
        {
            if (_early is null)
            {
                return;
            }

            _subscription ??= store.Subscribe(Observe);
            var pages = new List<(string Collection, DocumentPage Page)>();
            foreach (var collection in collections)
            {
                pages.Add((collection, await store.ListAsync(collection, cancellationToken: cancellationToken)));
            }

            lock (_applying)
            {
                foreach (var (collection, page) in pages)
                {
                    Take(collection, page);
                }

                _early = null;
            }
        }
        finally
        {
            _loading.Release();
        }
    }

    public void Dispose()
    {
        _subscription?.Dispose();
        _loading.Dispose();
    }

    private void Take(string collection, DocumentPage page)
    {
        foreach (var document in page.Documents)
        {
            apply(collection, document.Key, document.Revision, document.Body);
        }

        foreach (var change in _early!.Where(change => change.Collection == collection && change.Revision > page.Revision))
        {
            Apply(change);
        }
    }

    private void Observe(IReadOnlyList<Change> changes)
    {
        lock (_applying)
        {
            foreach (var change in changes.Where(change => collections.Contains(change.Collection)))
            {
                if (_early is null)
                {
                    Apply(change);
                }
                else
                {
                    _early.Add(change);
                }
            }
        }
    }

    private void Apply(Change change) =>
        apply(change.Collection, change.Key, change.Revision, change.Kind == ChangeKind.Deleted ? null : (ReadOnlyMemory<byte>?)change.Body);
}
