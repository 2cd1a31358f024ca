using Verditer.Core;
using Verditer.Storage;

namespace Verditer.Registry;

/// <summary>What the deletion of a repository took with it.</summary>
internal sealed record RemovedRepository(IReadOnlyList<string> Manifests, IReadOnlyList<string> Tags);

/// <summary>Removes tags, manifests and repositories. Their blobs go when cleaning finds that nothing refers to them.</summary>
internal sealed class ContentRemover(IDocumentStore store, IRegistries registries, ContentIndex index, ContentLocks locks, TimeProvider time)
{
    /// <summary>Removes a tag. Its manifest stays.</summary>
    public Task<Outcome<string>> RemoveTagAsync(RegistryFacts registry, string repository, string tag, CancellationToken cancellationToken) =>
        ChangeAsync<string>(registry, repository, (state, batch) =>
        {
            if (!state.Tags.TryGetValue(tag, out var kept))
            {
                return RegistryErrors.TagUnknown;
            }

            if (!state.Attributes.MayDelete || !kept.Record.Attributes.MayDelete)
            {
                return RegistryErrors.Disallowed;
            }

            batch.Delete(Collections.Tags, ContentKey.OfTag(registry.LoginServer, repository, tag));
            RepositoryBatch.NoteUntagged(batch, registry.LoginServer, state, kept.Record.Digest, [tag], time.GetUtcNow());
            return kept.Record.Digest;
        }, cancellationToken);

    /// <summary>Removes a manifest, the tags that name it, and everything whose subject it is.</summary>
    /// <remarks>Source: https://learn.microsoft.com/azure/container-registry/container-registry-oras-artifacts (deleting a subject deletes its referrers)</remarks>
    public Task<Outcome<string>> RemoveManifestAsync(RegistryFacts registry, string repository, string digest, CancellationToken cancellationToken) =>
        RemoveManifestAsync(registry, repository, digest, _ => true, cancellationToken);

    /// <summary>The same, where the repository as it is under its lock meets a condition; otherwise it is refused.</summary>
    public Task<Outcome<string>> RemoveManifestAsync(
        RegistryFacts registry, string repository, string digest, Func<RepositoryState, bool> condition, CancellationToken cancellationToken) =>
        ChangeAsync<string>(registry, repository, (state, batch) =>
        {
            if (!state.Manifests.ContainsKey(digest))
            {
                return RegistryErrors.ManifestUnknown(digest);
            }

            var going = state.WithReferrers(digest);
            if (!condition(state) || !state.Attributes.MayDelete || !going.All(state.MayDelete))
            {
                return RegistryErrors.Disallowed;
            }

            foreach (var one in going)
            {
                Remove(batch, registry.LoginServer, state, one);
            }

            return digest;
        }, cancellationToken);

    /// <summary>Removes a repository with all that is in it, or nothing where anything in it is locked.</summary>
    public Task<Outcome<RemovedRepository>> RemoveRepositoryAsync(RegistryFacts registry, string repository, CancellationToken cancellationToken) =>
        ChangeAsync<RemovedRepository>(registry, repository, (state, batch) =>
        {
            if (!state.Attributes.MayDelete || !state.Manifests.Keys.All(state.MayDelete))
            {
                return RegistryErrors.Disallowed;
            }

            foreach (var digest in state.Manifests.Keys)
            {
                Remove(batch, registry.LoginServer, state, digest);
            }

            foreach (var digest in state.Links.Keys)
            {
                batch.Delete(Collections.Links, ContentKey.OfDigest(registry.LoginServer, repository, digest));
            }

            batch.Delete(Collections.Repositories, ContentKey.Of(registry.LoginServer, repository));
            return new RemovedRepository([.. state.Manifests.Keys], [.. state.Tags.Keys]);
        }, cancellationToken);

    private async Task<Outcome<T>> ChangeAsync<T>(
        RegistryFacts registry, string repository, Func<RepositoryState, WriteBatch, Outcome<T>> change, CancellationToken cancellationToken)
    {
        using var held = await locks.Repositories.EnterAsync(ContentKey.Of(registry.LoginServer, repository), cancellationToken);
        var state = index.Find(registry.LoginServer).Find(repository);
        if (state.Record is null || !registries.Has(registry))
        {
            return RegistryErrors.RepositoryUnknown(repository);
        }

        var batch = RepositoryBatch.Touch(new WriteBatch(), registry.LoginServer, state, time.GetUtcNow());
        var outcome = change(state, batch);
        if (outcome.Error is null)
        {
            await store.CommitAsync(batch, CancellationToken.None);
        }

        return outcome;
    }

    private static void Remove(WriteBatch batch, string loginServer, RepositoryState state, string digest)
    {
        var key = ContentKey.OfDigest(loginServer, state.Name, digest);
        batch.Delete(Collections.Manifests, key).Delete(Collections.ManifestBodies, key);
        foreach (var tag in state.TagsOf(digest))
        {
            batch.Delete(Collections.Tags, ContentKey.OfTag(loginServer, state.Name, tag));
        }
    }
}
