using Microsoft.Extensions.Logging;
using Verditer.Storage;

namespace Verditer.Registry;

/// <summary>Marks what manifests refer to and sweeps the rest, beside pushes: whatever a client was told is here stays while it may still count on it.</summary>
internal sealed partial class ContentCleaner(
    IDocumentStore store, ContentIndex index, ContentLocks locks, BlobFolder folder, BlobUse use, Uploads uploads, Retention retention, RegistryOptions options, ILogger<ContentCleaner> logger)
{
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await uploads.CleanAsync(options.UploadKept, cancellationToken);
        await retention.RunAsync(cancellationToken);
        var unlinked = 0;
        foreach (var (loginServer, registry) in index.Registries.ToList())
        {
            foreach (var repository in registry.Repositories.Keys)
            {
                unlinked += await UnlinkAsync(loginServer, repository, cancellationToken);
            }
        }

        use.Prune(options.UnreferencedKept);
        var removed = await SweepAsync(cancellationToken);
        if (unlinked + removed > 0)
        {
            LogCleaned(logger, unlinked, removed);
        }
    }

    /// <summary>Takes from a repository the blobs that none of its manifests refers to. No manifest comes meanwhile: its lock is held.</summary>
    private async Task<int> UnlinkAsync(string loginServer, string repository, CancellationToken cancellationToken)
    {
        using var held = await locks.Repositories.EnterAsync(ContentKey.Of(loginServer, repository), cancellationToken);
        var state = index.Find(loginServer).Find(repository);
        var marked = state.Manifests.Values.SelectMany(manifest => manifest.Record.Blobs).ToHashSet(StringComparer.Ordinal);
        var count = 0;
        foreach (var digest in state.Links.Keys.Where(digest => !marked.Contains(digest)))
        {
            var key = ContentKey.OfDigest(loginServer, repository, digest);
            using var blob = await locks.Blobs.EnterAsync(digest, cancellationToken);
            if (use.IsOld(key, options.UnreferencedKept))
            {
                await store.CommitAsync(new WriteBatch().Delete(Collections.Links, key), cancellationToken);
                count++;
            }
        }

        return count;
    }

    /// <summary>Removes the files that no repository of any registry may give out. Nobody links one meanwhile: its lock is held.</summary>
    private async Task<int> SweepAsync(CancellationToken cancellationToken)
    {
        var count = 0;
        foreach (var digest in folder.Digests.Where(digest => !index.IsLinked(digest.ToString())).ToList())
        {
            using var held = await locks.Blobs.EnterAsync(digest.ToString(), cancellationToken);
            if (!index.IsLinked(digest.ToString()))
            {
                folder.Delete(digest);
                count++;
            }
        }

        return count;
    }

    [LoggerMessage(1, LogLevel.Information, "Cleaning took {Links} blobs from repositories that no longer refer to them, and removed {Files} files")]
    private static partial void LogCleaned(ILogger logger, int links, int files);
}
