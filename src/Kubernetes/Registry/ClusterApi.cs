using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using Verditer.Core;

namespace Verditer.Kubernetes;

/// <summary>One cluster's API as its own controllers and nodes see it: everything but HTTP, authentication and authorization.</summary>
public sealed class ClusterApi : IObjectClient, IDisposable
{
    private const int WatchBatch = 256;

    private readonly ObjectCreator _creator;
    private readonly ObjectUpdater _updater;
    private readonly ObjectDeleter _deleter;

    internal ClusterApi(RegistryParts parts, RbacAuthorizer authorizer)
    {
        (Parts, Authorizer) = (parts, authorizer);
        _creator = new(parts);
        _updater = new(parts);
        _deleter = new(parts);
    }

    internal RegistryParts Parts { get; }

    internal RbacAuthorizer Authorizer { get; }

    internal ObjectStore Store => Parts.Store;

    /// <summary>Issues tokens once the cluster is served.</summary>
    internal ServiceAccountTokens? Tokens { get; set; }

    public JsonObject? Find(GroupResource resource, string? @namespace, string name) =>
        Store.Find(Kind(resource).Stored, @namespace ?? "", name)?.Object;

    public IReadOnlyList<JsonObject> List(GroupResource resource, string? @namespace = null) =>
        [.. Store.State(Kind(resource).Stored).List(@namespace).Select(one => one.Object)];

    public async ValueTask<ObjectResult> CreateAsync(GroupResource resource, JsonObject value, CancellationToken cancellationToken = default)
    {
        var kind = Kind(resource);
        var own = Own(value);
        return Result(await CreateAsync(kind, kind.Namespaced ? own.Namespace() : "", own, WriteOptions.Internal, cancellationToken));
    }

    public async ValueTask<ObjectResult> UpdateAsync(
        GroupResource resource, JsonObject value, string? subresource = null, CancellationToken cancellationToken = default)
    {
        var kind = Kind(resource);
        var own = Own(value);
        var @namespace = kind.Namespaced ? own.Namespace() : "";
        return Result(await UpdateAsync(kind, @namespace, own.Name(), ObjectUpdater.To(own), subresource, WriteOptions.Internal, cancellationToken));
    }

    public async ValueTask<ObjectResult> DeleteAsync(
        GroupResource resource, string? @namespace, string name, string? uid = null, long? gracePeriodSeconds = null, CancellationToken cancellationToken = default)
    {
        var deletion = new DeletionOptions { Uid = uid, GracePeriodSeconds = gracePeriodSeconds, Propagation = "Background" };
        return Result(await DeleteAsync(Kind(resource), @namespace ?? "", name, deletion, WriteOptions.Internal, cancellationToken));
    }

    public async ValueTask<ObjectResult> BindAsync(string @namespace, string pod, string node, string? uid = null, CancellationToken cancellationToken = default) =>
        Result(await PodBinding.BindAsync(this, @namespace, pod, node, uid, WriteOptions.Internal, cancellationToken));

    public string? IssueToken(string @namespace, string account, string pod, string? audience, TimeSpan life)
    {
        if (Tokens is not { } tokens
            || Store.Find(new("", "serviceaccounts"), @namespace, account) is not { } holder
            || Store.Find(new("", "pods"), @namespace, pod) is not { } bound)
        {
            return null;
        }

        var boundTo = new JsonObject { ["kind"] = "Pod", ["name"] = bound.Name, ["uid"] = bound.Uid };
        return tokens.Issue(holder, [audience ?? tokens.ApiAudiences[0]], life, boundTo);
    }

    public async IAsyncEnumerable<ObjectEvent> WatchAsync(GroupResource resource, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var stored = Kind(resource).Stored;
        var log = Store.Table(stored).Log;
        var known = new Dictionary<ObjectPlace, StoredObject>();
        var changes = new List<StoreEvent>(WatchBatch);
        var revision = -1L;
        while (true)
        {
            var changed = log.Changed;
            changes.Clear();
            if (revision < 0 || !log.TryRead(revision, changes, WatchBatch))
            {
                (var state, revision) = Store.Snapshot(stored);
                changes.AddRange(Differences(known, state));
            }
            else if (changes.Count == 0)
            {
                await changed.WaitAsync(cancellationToken);
                continue;
            }
            else
            {
                revision = changes[^1].Revision;
            }

            foreach (var change in changes)
            {
                cancellationToken.ThrowIfCancellationRequested();
                Remember(known, change);
                yield return new(change.Kind, change.Current.Object);
            }
        }
    }

    /// <summary>Stops following the store.</summary>
    public void Dispose() => Store.Dispose();

    internal ValueTask<WriteResult> CreateAsync(
        ResourceKind kind, string @namespace, JsonObject value, WriteOptions options, CancellationToken cancellationToken) =>
        _creator.CreateAsync(kind, @namespace, value, options, cancellationToken);

    internal ValueTask<WriteResult> UpdateAsync(
        ResourceKind kind, string @namespace, string name, ObjectChange change, string? subresource, WriteOptions options, CancellationToken cancellationToken) =>
        _updater.UpdateAsync(kind, @namespace, name, change, subresource, options, cancellationToken);

    internal ValueTask<WriteResult> DeleteAsync(
        ResourceKind kind, string @namespace, string name, DeletionOptions deletion, WriteOptions options, CancellationToken cancellationToken) =>
        _deleter.DeleteAsync(kind, @namespace, name, deletion, options, cancellationToken);

    /// <summary>What separates what the watcher knows from what there is.</summary>
    private static List<StoreEvent> Differences(Dictionary<ObjectPlace, StoredObject> known, ResourceState state)
    {
        var differences = new List<StoreEvent>();
        foreach (var (place, last) in known)
        {
            if (state.Find(place.Namespace, place.Name) is not { } now || now.Uid != last.Uid)
            {
                differences.Add(new(ObjectEventKind.Deleted, last, last));
            }
        }

        foreach (var value in state.List(null))
        {
            var before = known.GetValueOrDefault(Place(value));
            if (before is null || before.Uid != value.Uid)
            {
                differences.Add(new(ObjectEventKind.Added, value, null));
            }
            else if (before.Revision != value.Revision)
            {
                differences.Add(new(ObjectEventKind.Modified, value, before));
            }
        }

        return differences;
    }

    private static void Remember(Dictionary<ObjectPlace, StoredObject> known, StoreEvent change)
    {
        if (change.Kind == ObjectEventKind.Deleted)
        {
            known.Remove(Place(change.Current));
        }
        else
        {
            known[Place(change.Current)] = change.Current;
        }
    }

    private static ObjectPlace Place(StoredObject value) => new(value.Resource, value.Namespace, value.Name);

    private static ResourceKind Kind(GroupResource resource) =>
        KindTable.Instance.Find(resource) ?? throw new ArgumentException($"The resource '{resource}' is not served.", nameof(resource));

    /// <summary>A copy as it would come over the wire: numbers and texts are read again whatever types they were made of.</summary>
    private static JsonObject Own(JsonObject value) => Json.ParseObject(Json.ToBytes(value));

    private static ObjectResult Result(WriteResult result) => new(result.Object?.Object, result.Error);
}
