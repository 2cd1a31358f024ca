using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Verditer.Storage;

namespace Verditer.Registry;

/// <summary>
/// What all registries hold, in memory but for the bytes, kept up by the store's commits: a reader is never behind what a writer has been told.
/// </summary>
internal sealed class ContentIndex : IDisposable
{
    private static readonly string[] Read = [Collections.Repositories, Collections.Tags, Collections.Manifests, Collections.Links, Collections.Uploads];

    private readonly StoreFollower _follower;
    private readonly ConcurrentDictionary<string, RegistryState> _registries = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, int> _linksByDigest = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, Kept<UploadRecord>> _uploads = new(StringComparer.Ordinal);

    public ContentIndex(IDocumentStore store) => _follower = new(store, Read, Apply);

    /// <summary>Keys are <c>login server/id</c>.</summary>
    public IEnumerable<KeyValuePair<string, Kept<UploadRecord>>> Uploads => _uploads;

    public IEnumerable<KeyValuePair<string, RegistryState>> Registries => _registries;

    public RegistryState Find(string loginServer) => _registries.GetValueOrDefault(loginServer) ?? RegistryState.Empty;

    public Kept<UploadRecord>? FindUpload(string key) => _uploads.GetValueOrDefault(key);

    /// <summary>True while any repository of any registry may give this blob out.</summary>
    public bool IsLinked(string digest) => _linksByDigest.ContainsKey(digest);

    /// <summary>Reads everything, once, before the first request.</summary>
    public Task LoadAsync(CancellationToken cancellationToken) => _follower.LoadAsync(cancellationToken);

    public void Dispose() => _follower.Dispose();

    /// <param name="body">Null for a document that is gone.</param>
    private void Apply(string collection, string key, long revision, ReadOnlyMemory<byte>? body)
    {
        switch (collection)
        {
            case Collections.Repositories:
                Change(key, (state, _) => state with { Record = Parse(body, revision, RegistryJson.Default.RepositoryRecord) });
                break;
            case Collections.Tags:
                Change(key, (state, tag) => state with { Tags = Set(state.Tags, tag, Parse(body, revision, RegistryJson.Default.TagRecord)) });
                break;
            case Collections.Manifests:
                Change(key, (state, digest) => state with { Manifests = Set(state.Manifests, digest, Parse(body, revision, RegistryJson.Default.ManifestRecord)) });
                break;
            case Collections.Links:
                Change(key, (state, digest) => Link(state, digest, Parse(body, revision, RegistryJson.Default.LinkRecord)));
                break;
            case Collections.Uploads when Parse(body, revision, RegistryJson.Default.UploadRecord) is { } upload:
                _uploads[key] = upload;
                break;
            case Collections.Uploads:
                _uploads.TryRemove(key, out _);
                break;
        }
    }

    private void Change(string key, Func<RepositoryState, string, RepositoryState> change)
    {
        var parts = ContentKey.Parse(key);
        var registry = Find(parts.LoginServer);
        var changed = registry.With(change(registry.Find(parts.Repository), parts.Item ?? ""));
        if (changed.Repositories.IsEmpty)
        {
            _registries.TryRemove(parts.LoginServer, out _);
        }
        else
        {
            _registries[parts.LoginServer] = changed;
        }
    }

    private RepositoryState Link(RepositoryState state, string digest, Kept<LinkRecord>? link)
    {
        var step = (link is null ? 0 : 1) - (state.Links.ContainsKey(digest) ? 1 : 0);
        var count = _linksByDigest.GetValueOrDefault(digest) + step;
        if (count == 0)
        {
            _linksByDigest.TryRemove(digest, out _);
        }
        else
        {
            _linksByDigest[digest] = count;
        }

        return state with { Links = Set(state.Links, digest, link) };
    }

    private static System.Collections.Immutable.ImmutableSortedDictionary<string, T> Set<T>(System.Collections.Immutable.ImmutableSortedDictionary<string, T> all, string key, T? value)
        where T : class => value is null ? all.Remove(key) : all.SetItem(key, value);

    private static Kept<T>? Parse<T>(ReadOnlyMemory<byte>? body, long revision, JsonTypeInfo<T> type)
        where T : class => body is { } bytes ? new(JsonSerializer.Deserialize(bytes.Span, type)!, revision) : null;
}
