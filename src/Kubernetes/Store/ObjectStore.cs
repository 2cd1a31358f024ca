using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Verditer.Storage;

namespace Verditer.Kubernetes;

/// <summary>
/// The objects of one cluster: each a document of the collection <c>k8s-{clusterKey}</c>, all of them in memory. A read is never behind what a writer was told. The
/// document's revision is the object's resourceVersion.
/// </summary>
public sealed class ObjectStore : IDisposable
{
    private readonly IDocumentStore _documents;
    private readonly string _collection;
    private readonly SealedBodies _bodies;
    private readonly ConcurrentDictionary<GroupResource, ResourceTable> _tables = [];
    private readonly IDisposable _subscription;
    private readonly long _start;

    private ObjectStore(IDocumentStore documents, string clusterKey, DocumentPage page, SealedBodies bodies)
    {
        (_documents, _collection, _bodies, _start) = (documents, CollectionOf(clusterKey), bodies, page.Revision);
        foreach (var document in page.Documents)
        {
            var value = Read(document.Key, document.Revision, document.Body);
            Table(value.Resource).Load(value);
        }

        _subscription = documents.Subscribe(Observe);
    }

    /// <summary>A revision up to which every change of this cluster is in memory.</summary>
    public long Revision => _documents.Revision;

    public static string CollectionOf(string clusterKey) => $"k8s-{clusterKey}";

    /// <summary>Reads a cluster's objects. Nobody else may be writing to that cluster meanwhile.</summary>
    /// <param name="seal">Seals secrets in their documents; in memory they are open. Null: they are stored as they are.</param>
    public static async Task<ObjectStore> OpenAsync(
        IDocumentStore documents, string clusterKey, IBodySeal? seal = null, CancellationToken cancellationToken = default) =>
        new(documents, clusterKey, await documents.ListAsync(CollectionOf(clusterKey), cancellationToken: cancellationToken), new(seal));

    public StoredObject? Find(GroupResource resource, string @namespace, string name) => Table(resource).State.Find(@namespace, name);

    public ResourceState State(GroupResource resource) => Table(resource).State;

    /// <summary>The objects, and the revision that names exactly this state: watching from it misses nothing and repeats nothing.</summary>
    public (ResourceState State, long Revision) Snapshot(GroupResource resource)
    {
        var before = Revision;
        var state = Table(resource).State;
        return (state, Math.Max(before, state.Revision));
    }

    /// <param name="also">Further writes that must succeed with it.</param>
    public ValueTask<StoreOutcome> CreateAsync(
        ObjectPlace place, JsonObject value, IReadOnlyList<Write>? also = null, CancellationToken cancellationToken = default)
    {
        var body = ObjectBytes.Of(value);
        return CommitAsync(place, body, new WriteBatch().Create(_collection, place.Key, _bodies.ToDocument(place, body)), also, cancellationToken);
    }

    public ValueTask<StoreOutcome> ReplaceAsync(
        StoredObject current, JsonObject value, IReadOnlyList<Write>? also = null, CancellationToken cancellationToken = default)
    {
        var body = ObjectBytes.Of(value);
        var place = new ObjectPlace(current.Resource, current.Namespace, current.Name);
        return CommitAsync(place, body, new WriteBatch().Replace(_collection, place.Key, _bodies.ToDocument(place, body), current.Revision), also, cancellationToken);
    }

    /// <summary>The outcome's object is the last state, with the revision of the deletion.</summary>
    public ValueTask<StoreOutcome> DeleteAsync(StoredObject current, IReadOnlyList<Write>? also = null, CancellationToken cancellationToken = default)
    {
        var body = ObjectBytes.Of(current.Object);
        var place = new ObjectPlace(current.Resource, current.Namespace, current.Name);
        return CommitAsync(place, body, new WriteBatch().Delete(_collection, place.Key, current.Revision), also, cancellationToken);
    }

    public void Dispose() => _subscription.Dispose();

    internal ResourceTable Table(GroupResource resource) =>
        _tables.TryGetValue(resource, out var table) ? table : _tables.GetOrAdd(resource, new ResourceTable(resource, _start));

    private async ValueTask<StoreOutcome> CommitAsync(
        ObjectPlace place, byte[] body, WriteBatch batch, IReadOnlyList<Write>? also, CancellationToken cancellationToken)
    {
        foreach (var write in also ?? [])
        {
            batch.Add(write);
        }

        var result = await _documents.CommitAsync(batch, cancellationToken);
        if (!result.Committed)
        {
            return new(null, result.Conflict);
        }

        var stored = Find(place.Resource, place.Namespace, place.Name);
        return new(stored?.Revision == result.Revisions[0] ? stored : Served(place, result.Revisions[0], body), null);
    }

    private void Observe(IReadOnlyList<Change> changes)
    {
        foreach (var change in changes)
        {
            if (change.Collection != _collection)
            {
                continue;
            }

            var value = Read(change.Key, change.Revision, change.Body);
            if (change.Kind == ChangeKind.Deleted)
            {
                Table(value.Resource).Remove(value);
            }
            else
            {
                Table(value.Resource).Put(value);
            }
        }
    }

    private StoredObject Read(string key, long revision, ReadOnlyMemory<byte> body)
    {
        var place = ObjectPlace.Parse(key);
        return Served(place, revision, _bodies.FromDocument(place, body.Span));
    }

    private static StoredObject Served(ObjectPlace place, long revision, ReadOnlySpan<byte> body) =>
        new(place.Resource, place.Namespace, place.Name, revision, ObjectBytes.WithRevision(body, revision));
}

/// <summary>What became of a write.</summary>
/// <param name="Object">As it is now stored; null when nothing was written.</param>
/// <param name="Conflict">The write whose condition was not met.</param>
public readonly record struct StoreOutcome(StoredObject? Object, Write? Conflict);
