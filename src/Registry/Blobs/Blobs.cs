using System.Text.Json;
using Verditer.Core;
using Verditer.Storage;

namespace Verditer.Registry;

/// <summary>The blobs of repositories: which repository may give out which.</summary>
internal sealed class Blobs(IDocumentStore store, IRegistries registries, ContentIndex index, BlobFolder folder, ContentLocks locks, Uploads uploads, BlobUse use)
{
    /// <summary>A repository's blob; null where the repository does not have it.</summary>
    public LinkRecord? Find(string loginServer, string repository, Digest digest) => index.Find(loginServer).Find(repository).Links.GetValueOrDefault(digest.ToString())?.Record;

    /// <summary>The same for a client that may rely on the answer: for a while, cleaning leaves the blob alone.</summary>
    public async Task<LinkRecord?> PromiseAsync(string loginServer, string repository, Digest digest, CancellationToken cancellationToken)
    {
        using var held = await locks.Blobs.EnterAsync(digest.ToString(), cancellationToken);
        if (Find(loginServer, repository, digest) is not { } link || !folder.Exists(digest))
        {
            return null;
        }

        use.Note(ContentKey.OfDigest(loginServer, repository, digest.ToString()));
        return link;
    }

    /// <summary>Makes an upload, whose digest was verified, a blob of its repository. After a failure it may be tried again.</summary>
    /// <returns>Null; or that the registry, or what was uploaded, is gone.</returns>
    public async Task<RegistryError?> FinishAsync(RegistryFacts registry, Upload upload, Digest digest, CancellationToken cancellationToken)
    {
        using var held = await locks.Blobs.EnterAsync(digest.ToString(), cancellationToken);
        if (!registries.Has(registry))
        {
            return RegistryErrors.NoRegistry(registry.LoginServer);
        }

        if (!upload.Place(digest))
        {
            await uploads.CancelAsync(upload, CancellationToken.None);
            return RegistryErrors.UploadUnknown(upload.Id);
        }

        await store.CommitAsync(Uploads.Forget(Link(upload.LoginServer, upload.Repository, digest, upload.Length), upload), CancellationToken.None);
        uploads.Close(upload);
        return null;
    }

    /// <summary>Gives a repository a blob that another one of the same or of another registry has. False where that one does not have it, or the registry is gone.</summary>
    public async Task<bool> MountAsync((string LoginServer, string Repository) from, (RegistryFacts Registry, string Repository) to, Digest digest, CancellationToken cancellationToken)
    {
        using var held = await locks.Blobs.EnterAsync(digest.ToString(), cancellationToken);
        if (Find(from.LoginServer, from.Repository, digest) is not { } link || !folder.Exists(digest) || !registries.Has(to.Registry))
        {
            return false;
        }

        await store.CommitAsync(Link(to.Registry.LoginServer, to.Repository, digest, link.Size), CancellationToken.None);
        return true;
    }

    /// <summary>Takes a blob from a repository, but where a manifest that names it is locked.</summary>
    /// <returns>Null, or why not.</returns>
    public async Task<RegistryError?> RemoveAsync(string loginServer, string repository, Digest digest, CancellationToken cancellationToken)
    {
        using var held = await locks.Repositories.EnterAsync(ContentKey.Of(loginServer, repository), cancellationToken);
        var (state, text) = (index.Find(loginServer).Find(repository), digest.ToString());
        if (!state.Links.ContainsKey(text))
        {
            return RegistryErrors.BlobUnknown(text);
        }

        if (!state.Attributes.MayDelete || state.Manifests.Any(manifest => manifest.Value.Record.Blobs.Contains(text, StringComparer.Ordinal) && !state.MayDelete(manifest.Key)))
        {
            return RegistryErrors.Disallowed;
        }

        await store.CommitAsync(new WriteBatch().Delete(Collections.Links, ContentKey.OfDigest(loginServer, repository, text)), CancellationToken.None);
        return null;
    }

    private WriteBatch Link(string loginServer, string repository, Digest digest, long size)
    {
        var key = ContentKey.OfDigest(loginServer, repository, digest.ToString());
        use.Note(key);
        return new WriteBatch().Put(Collections.Links, key, JsonSerializer.SerializeToUtf8Bytes(new LinkRecord(size), RegistryJson.Default.LinkRecord));
    }
}
