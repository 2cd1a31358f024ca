using System.Text.Json;
using Verditer.Storage;

namespace Verditer.Registry;

/// <summary>What writes to a repository have in common.</summary>
internal static class RepositoryBatch
{
    /// <summary>Makes the repository, or notes that it changed.</summary>
    public static WriteBatch Touch(WriteBatch batch, string loginServer, RepositoryState state, DateTimeOffset now) =>
        Put(batch, loginServer, state.Name, new RepositoryRecord(state.Record?.Record.Created ?? now, now, state.Attributes));

    public static WriteBatch Put(WriteBatch batch, string loginServer, string repository, RepositoryRecord record) =>
        batch.Put(Collections.Repositories, ContentKey.Of(loginServer, repository), JsonSerializer.SerializeToUtf8Bytes(record, RegistryJson.Default.RepositoryRecord));

    public static WriteBatch Put(WriteBatch batch, string loginServer, string repository, string digest, ManifestRecord record) =>
        batch.Put(Collections.Manifests, ContentKey.OfDigest(loginServer, repository, digest), JsonSerializer.SerializeToUtf8Bytes(record, RegistryJson.Default.ManifestRecord));

    public static WriteBatch Put(WriteBatch batch, string loginServer, string repository, string tag, TagRecord record) =>
        batch.Put(Collections.Tags, ContentKey.OfTag(loginServer, repository, tag), JsonSerializer.SerializeToUtf8Bytes(record, RegistryJson.Default.TagRecord));

    /// <summary>Notes that a manifest has lost tags, where it has no others: from then on retention counts.</summary>
    public static void NoteUntagged(WriteBatch batch, string loginServer, RepositoryState state, string digest, IReadOnlyCollection<string> lost, DateTimeOffset now)
    {
        if (state.Manifests.TryGetValue(digest, out var manifest) && !state.TagsOf(digest).Except(lost, StringComparer.Ordinal).Any())
        {
            Put(batch, loginServer, state.Name, digest, manifest.Record with { Untagged = now });
        }
    }
}
