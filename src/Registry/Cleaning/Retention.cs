using Verditer.Core;

namespace Verditer.Registry;

/// <summary>Removes manifests that have been without a tag for as long as the registry's policy says. What an index, a subject or a referrer with a tag needs stays, and what is locked.</summary>
/// <remarks>Source: https://learn.microsoft.com/azure/container-registry/container-registry-retention-policy</remarks>
internal sealed class Retention(ContentIndex index, IRegistries registries, ContentRemover remover, TimeProvider time)
{
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        foreach (var (loginServer, state) in index.Registries.ToList())
        {
            if (registries.Find(loginServer) is not { UntaggedRetentionDays: { } days } registry)
            {
                continue;
            }

            var latest = time.GetUtcNow() - TimeSpan.FromDays(days);
            foreach (var repository in state.Repositories.Values)
            {
                foreach (var digest in Old(repository, latest))
                {
                    await remover.RemoveManifestAsync(registry, repository.Name, digest, now => IsEnded(now, digest, latest), cancellationToken);
                }
            }
        }
    }

    /// <summary>What may have ended, by a look without the lock.</summary>
    private static List<string> Old(RepositoryState repository, DateTimeOffset latest)
    {
        var children = Children(repository.Manifests.Values);
        return [.. repository.Manifests.Where(manifest => IsOld(repository, manifest.Value.Record, latest) && !children.Contains(manifest.Key)).Select(manifest => manifest.Key)];
    }

    /// <summary>Under the lock: a tag may have come meanwhile, to it or to what would go with it.</summary>
    private static bool IsEnded(RepositoryState repository, string digest, DateTimeOffset latest)
    {
        if (!IsOld(repository, repository.Manifests[digest].Record, latest))
        {
            return false;
        }

        var going = repository.WithReferrers(digest);
        var children = Children(repository.Manifests.Where(manifest => !going.Contains(manifest.Key)).Select(manifest => manifest.Value));
        return going.All(one => !children.Contains(one) && repository.Manifests[one].Record.Untagged is not null);
    }

    private static bool IsOld(RepositoryState repository, ManifestRecord record, DateTimeOffset latest) =>
        record.Untagged <= latest && (record.Subject is null || !repository.Manifests.ContainsKey(record.Subject));

    private static HashSet<string> Children(IEnumerable<Kept<ManifestRecord>> manifests) =>
        manifests.SelectMany(manifest => manifest.Record.Children).ToHashSet(StringComparer.Ordinal);
}
