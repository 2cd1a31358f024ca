using Verditer.Core;
using Verditer.Storage;

namespace Verditer.Registry;

/// <inheritdoc cref="IRegistryContent"/>
internal sealed class RegistryContent(IDocumentStore store, ContentIndex index, ContentLocks locks, Blobs blobs, ManifestWriter writer, Uploads uploads) : IRegistryContent
{
    private const int BatchLength = 1000;

    public RegistryUsage Measure(RegistryFacts registry) => index.Find(registry.LoginServer).Usage;

    public async Task<string?> ImportAsync(
        RegistryFacts source, string image, RegistryFacts target, IReadOnlyList<string> targets, IReadOnlyList<string> untagged, bool overwrite, CancellationToken cancellationToken)
    {
        var (repository, reference) = Split(image);
        if (index.Find(source.LoginServer).Find(repository).Resolve(reference) is not { } digest)
        {
            return $"The image '{image}' does not exist in registry '{source.LoginServer}'.";
        }

        var wanted = targets.Select(Split).ToList();
        if (wanted.Find(one => !ContentNames.IsRepository(one.Repository) || !ContentNames.IsTag(one.Reference)) is { Repository: not null } wrong)
        {
            return $"'{wrong.Repository}:{wrong.Reference}' is no name of an image.";
        }

        if (!overwrite && wanted.Find(one => index.Find(target.LoginServer).Find(one.Repository).Tags.TryGetValue(one.Reference, out var tag) && tag.Record.Digest != digest) is { Repository: not null } taken)
        {
            return $"Tag {taken.Repository}:{taken.Reference} already exists in target registry.";
        }

        foreach (var (name, tag) in wanted.Concat(untagged.Select(name => (Repository: name, Reference: digest))))
        {
            if (await CopyAsync((source, repository), digest, (target, name), tag, cancellationToken) is { } error)
            {
                return error.Message;
            }
        }

        return null;
    }

    /// <remarks>The registry is served no more by now: once the writes that were let in before are over, no others follow.</remarks>
    public async Task DeleteAsync(RegistryFacts registry, CancellationToken cancellationToken)
    {
        await locks.Repositories.DrainAsync(cancellationToken);
        await locks.Blobs.DrainAsync(cancellationToken);
        foreach (var (key, record) in index.Uploads.Where(upload => upload.Key.StartsWith(ContentKey.Repositories(registry.LoginServer), StringComparison.Ordinal)).ToList())
        {
            if (uploads.Find(registry.LoginServer, record.Record.Repository, key[(registry.LoginServer.Length + 1)..]) is { } upload)
            {
                using var turn = await upload.EnterAsync(cancellationToken);
                await uploads.CancelAsync(upload, cancellationToken);
            }
        }

        foreach (var collection in Collections.OfRegistry)
        {
            DocumentPage page;
            do
            {
                page = await store.ListAsync(collection, ContentKey.Repositories(registry.LoginServer), limit: BatchLength, cancellationToken: cancellationToken);
                var batch = new WriteBatch();
                page.Documents.ToList().ForEach(document => batch.Delete(collection, document.Key));
                await store.CommitAsync(batch, cancellationToken);
            }
            while (page.Next is not null);
        }
    }

    /// <summary>The manifests of an index first, then their blobs, then the manifest itself, so that nothing names what is not there.</summary>
    private async Task<RegistryError?> CopyAsync(
        (RegistryFacts Registry, string Repository) from, string digest, (RegistryFacts Registry, string Repository) to, string reference, CancellationToken cancellationToken)
    {
        if (index.Find(from.Registry.LoginServer).Find(from.Repository).Manifests.GetValueOrDefault(digest)?.Record is not { } manifest
            || await store.GetAsync(Collections.ManifestBodies, ContentKey.OfDigest(from.Registry.LoginServer, from.Repository, digest), cancellationToken) is not { } body)
        {
            return RegistryErrors.ManifestUnknown(digest);
        }

        foreach (var child in manifest.Children)
        {
            if (await CopyAsync(from, child, to, child, cancellationToken) is { } error)
            {
                return error;
            }
        }

        foreach (var text in manifest.Blobs)
        {
            if (!Digest.TryParse(text, out var blob)
                || !await blobs.MountAsync((from.Registry.LoginServer, from.Repository), to, blob, cancellationToken))
            {
                return RegistryErrors.BlobUnknown(text);
            }
        }

        return (await writer.PutAsync(to.Registry, to.Repository, new(reference, manifest.MediaType, body.Body), cancellationToken)).Error;
    }

    private static (string Repository, string Reference) Split(string image)
    {
        var mark = image.IndexOfAny(['@', ':']);
        return mark < 0 ? (image, "latest") : (image[..mark], image[(mark + 1)..]);
    }
}
