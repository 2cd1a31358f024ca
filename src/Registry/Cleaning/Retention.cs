using Verditer.Core;

namespace Verditer.Registry;

/// <summary>Removes manifests that have been without a tag for as long as the registry's policy says. What an index or a subject needs stays, and what is locked.</summary>
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
                foreach (var digest in Ended(repository, latest).ToList())
                {
                    await remover.RemoveManifestAsync(registry, repository.Name, digest, cancellationToken);
                }
            }
        }
    }

    private static IEnumerable<string> Ended(RepositoryState repository, DateTimeOffset latest)
    {
        var children = repository.Manifests.Values.SelectMany(manifest => manifest.Record.Children).ToHashSet(StringComparer.Ordinal);
        return
            from manifest in repository.Manifests
            let record = manifest.Value.Record
            where record.Untagged <= latest && !children.Contains(manifest.Key) && (record.Subject is null || !repository.Manifests.ContainsKey(record.Subject))
            select manifest.Key;
    }
}
