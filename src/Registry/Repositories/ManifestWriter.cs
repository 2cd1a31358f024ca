using Verditer.Core;
using Verditer.Storage;

namespace Verditer.Registry;

/// <summary>Takes manifests in, and moves tags.</summary>
internal sealed class ManifestWriter(IDocumentStore store, IRegistries registries, ContentIndex index, ContentLocks locks, PlatformReader platforms, TimeProvider time)
{
    /// <summary>Bytes of the largest manifest.</summary>
    public const int Largest = 4 * 1024 * 1024;

    public async Task<Outcome<StoredManifest>> PutAsync(RegistryFacts registry, string repository, PushedManifest pushed, CancellationToken cancellationToken)
    {
        if (NameOf(pushed) is not { } digest)
        {
            return pushed.IsTagged ? RegistryErrors.TagInvalid(pushed.Reference) : RegistryErrors.DigestInvalid(pushed.Reference);
        }

        if (!MediaTypes.IsManifest(pushed.MediaType))
        {
            return RegistryErrors.ManifestInvalid($"The media type '{pushed.MediaType}' is none of a manifest's.");
        }

        if (ManifestReader.Read(pushed.Body.Span, pushed.MediaType, out var wrong) is not { } manifest)
        {
            return RegistryErrors.ManifestInvalid(wrong);
        }

        using var held = await locks.Repositories.EnterAsync(ContentKey.Of(registry.LoginServer, repository), cancellationToken);
        if (!registries.Has(registry))
        {
            return RegistryErrors.NoRegistry(registry.LoginServer);
        }

        var state = index.Find(registry.LoginServer).Find(repository);
        if (Refuse(state, pushed, digest, manifest) is { } refusal)
        {
            return refusal;
        }

        var now = time.GetUtcNow();
        var record = await DescribeAsync(state, digest, pushed, manifest, now, cancellationToken);
        await store.CommitAsync(Write(registry.LoginServer, state, digest, record, pushed, now), CancellationToken.None);
        return new StoredManifest(digest, manifest.Subject);
    }

    private static string? NameOf(PushedManifest pushed) => pushed.IsTagged
        ? ContentNames.IsTag(pushed.Reference) ? Digest.Of(pushed.Body.Span, Digest.Usual).ToString() : null
        : Digest.TryParse(pushed.Reference, out var asked) && Digest.Of(pushed.Body.Span, asked.Algorithm) == asked ? asked.ToString() : null;

    private static RegistryError? Refuse(RepositoryState state, PushedManifest pushed, string digest, Manifest manifest)
    {
        if (!state.Attributes.WriteEnabled
            || (pushed.IsTagged && state.Tags.TryGetValue(pushed.Reference, out var tag) && !tag.Record.Attributes.WriteEnabled)
            || (state.Manifests.TryGetValue(digest, out var same) && !same.Record.Attributes.WriteEnabled))
        {
            return RegistryErrors.Disallowed;
        }

        var missing = manifest.Blobs.FirstOrDefault(blob => !state.Links.ContainsKey(blob.Digest)) ?? manifest.Children.FirstOrDefault(child => !state.Manifests.ContainsKey(child.Digest));
        return missing is null ? null : RegistryErrors.ManifestBlobUnknown(missing.Digest);
    }

    private async Task<ManifestRecord> DescribeAsync(
        RepositoryState state, string digest, PushedManifest pushed, Manifest manifest, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var before = state.Manifests.GetValueOrDefault(digest)?.Record;
        var platform = await platforms.ReadAsync(manifest, cancellationToken);
        return new(
            pushed.MediaType, pushed.Body.Length, manifest.ImageSize, before?.Created ?? now, now, before?.Attributes ?? ChangeableAttributes.Open,
            [.. manifest.Blobs.Select(blob => blob.Digest).Distinct(StringComparer.Ordinal)], [.. manifest.Children.Select(child => child.Digest).Distinct(StringComparer.Ordinal)])
        {
            ConfigMediaType = manifest.ConfigMediaType,
            ArtifactType = manifest.ArtifactType,
            Subject = manifest.Subject,
            Annotations = manifest.Annotations,
            Architecture = platform.Architecture,
            Os = platform.Os,
            Untagged = pushed.IsTagged || state.TagsOf(digest).Any() ? null : before?.Untagged ?? now,
        };
    }

    private static WriteBatch Write(string loginServer, RepositoryState state, string digest, ManifestRecord record, PushedManifest pushed, DateTimeOffset now)
    {
        var batch = RepositoryBatch.Touch(new WriteBatch(), loginServer, state, now)
            .Put(Collections.ManifestBodies, ContentKey.OfDigest(loginServer, state.Name, digest), pushed.Body);
        RepositoryBatch.Put(batch, loginServer, state.Name, digest, record);
        if (!pushed.IsTagged)
        {
            return batch;
        }

        var before = state.Tags.GetValueOrDefault(pushed.Reference)?.Record;
        if (before is not null && before.Digest != digest)
        {
            RepositoryBatch.NoteUntagged(batch, loginServer, state, before.Digest, [pushed.Reference], now);
        }

        var tag = new TagRecord(digest, before?.Created ?? now, now, before?.Attributes ?? ChangeableAttributes.Open);
        return RepositoryBatch.Put(batch, loginServer, state.Name, pushed.Reference, tag);
    }
}
