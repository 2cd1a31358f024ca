using System.Collections.Immutable;

namespace Verditer.Registry;

/// <summary>A document with its revision.</summary>
internal sealed record Kept<T>(T Record, long Revision);

/// <summary>A repository at one moment. Names are ordered by their characters' codes.</summary>
/// <param name="Record">Null before the first manifest: then there are only blobs that are being pushed, and nobody sees the repository.</param>
internal sealed record RepositoryState(
    string Name, Kept<RepositoryRecord>? Record, ImmutableSortedDictionary<string, Kept<TagRecord>> Tags, ImmutableSortedDictionary<string, Kept<ManifestRecord>> Manifests,
    ImmutableSortedDictionary<string, Kept<LinkRecord>> Links)
{
    public static RepositoryState Empty(string name) => new(
        name, null, ImmutableSortedDictionary.Create<string, Kept<TagRecord>>(StringComparer.Ordinal), ImmutableSortedDictionary.Create<string, Kept<ManifestRecord>>(StringComparer.Ordinal),
        ImmutableSortedDictionary.Create<string, Kept<LinkRecord>>(StringComparer.Ordinal));

    public bool IsEmpty => Record is null && Tags.IsEmpty && Manifests.IsEmpty && Links.IsEmpty;

    public ChangeableAttributes Attributes => Record?.Record.Attributes ?? ChangeableAttributes.Open;

    /// <summary>The digest that a tag or a digest names; null where there is no such manifest.</summary>
    public string? Resolve(string reference) =>
        reference.Contains(':', StringComparison.Ordinal) ? (Manifests.ContainsKey(reference) ? reference : null)
        : Tags.TryGetValue(reference, out var tag) && Manifests.ContainsKey(tag.Record.Digest) ? tag.Record.Digest
        : null;

    public IEnumerable<string> TagsOf(string digest) => Tags.Where(tag => tag.Value.Record.Digest == digest).Select(tag => tag.Key);

    /// <summary>The manifests whose subject this is.</summary>
    public IEnumerable<KeyValuePair<string, Kept<ManifestRecord>>> Referrers(string digest) => Manifests.Where(manifest => manifest.Value.Record.Subject == digest);

    /// <summary>A manifest, those whose subject it is, those whose subject they are, and so on: what goes with it.</summary>
    public IReadOnlySet<string> WithReferrers(string digest)
    {
        var found = new HashSet<string>(StringComparer.Ordinal) { digest };
        var next = new Queue<string>(found);
        while (next.TryDequeue(out var subject))
        {
            foreach (var (referrer, _) in Referrers(subject))
            {
                if (found.Add(referrer))
                {
                    next.Enqueue(referrer);
                }
            }
        }

        return found;
    }

    /// <summary>False where a lock of the manifest or of one of its tags keeps it. The repository's own lock is asked by <see cref="Attributes"/>.</summary>
    public bool MayDelete(string digest) => Manifests[digest].Record.Attributes.MayDelete && TagsOf(digest).All(tag => Tags[tag].Record.Attributes.MayDelete);
}
