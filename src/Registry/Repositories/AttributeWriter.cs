using System.Text.Json.Nodes;
using Verditer.Core;
using Verditer.Storage;

namespace Verditer.Registry;

/// <summary>Sets and opens the locks of repositories, tags and manifests.</summary>
internal sealed class AttributeWriter(IDocumentStore store, IRegistries registries, ContentIndex index, ContentLocks locks)
{
    /// <param name="reference">A tag or a digest; null for the repository itself.</param>
    /// <returns>The repository as it is then.</returns>
    public async Task<Outcome<RepositoryState>> ChangeAsync(RegistryFacts registry, string repository, string? reference, JsonObject wanted, CancellationToken cancellationToken)
    {
        using var held = await locks.Repositories.EnterAsync(ContentKey.Of(registry.LoginServer, repository), cancellationToken);
        var state = index.Find(registry.LoginServer).Find(repository);
        if (state.Record is null || !registries.Has(registry))
        {
            return RegistryErrors.RepositoryUnknown(repository);
        }

        var batch = new WriteBatch();
        if (reference is null)
        {
            RepositoryBatch.Put(batch, registry.LoginServer, repository, state.Record.Record with { Attributes = Merge(state.Record.Record.Attributes, wanted) });
        }
        else if (state.Manifests.TryGetValue(reference, out var manifest))
        {
            RepositoryBatch.Put(batch, registry.LoginServer, repository, reference, manifest.Record with { Attributes = Merge(manifest.Record.Attributes, wanted) });
        }
        else if (state.Tags.TryGetValue(reference, out var tag))
        {
            RepositoryBatch.Put(batch, registry.LoginServer, repository, reference, tag.Record with { Attributes = Merge(tag.Record.Attributes, wanted) });
        }
        else
        {
            return reference.Contains(':', StringComparison.Ordinal) ? RegistryErrors.ManifestUnknown(reference) : RegistryErrors.TagUnknown;
        }

        await store.CommitAsync(batch, CancellationToken.None);
        return index.Find(registry.LoginServer).Find(repository);
    }

    private static ChangeableAttributes Merge(ChangeableAttributes now, JsonObject wanted) => new(
        wanted.Flag("deleteEnabled") ?? now.DeleteEnabled, wanted.Flag("writeEnabled") ?? now.WriteEnabled,
        wanted.Flag("readEnabled") ?? now.ReadEnabled, wanted.Flag("listEnabled") ?? now.ListEnabled);
}
