using System.Collections.Immutable;
using Verditer.Core;

namespace Verditer.Registry;

/// <summary>All of a registry at one moment.</summary>
internal sealed class RegistryState(ImmutableSortedDictionary<string, RepositoryState> repositories)
{
    public static readonly RegistryState Empty = new(ImmutableSortedDictionary.Create<string, RepositoryState>(StringComparer.Ordinal));

    private readonly Lazy<RegistryUsage> _usage = new(() => Measure(repositories.Values));

    public ImmutableSortedDictionary<string, RepositoryState> Repositories => repositories;

    /// <summary>Each blob and each manifest is counted once, in however many repositories it is.</summary>
    public RegistryUsage Usage => _usage.Value;

    /// <summary>The repository of this name; an empty one where there is none.</summary>
    public RepositoryState Find(string name) => repositories.GetValueOrDefault(name) ?? RepositoryState.Empty(name);

    public RegistryState With(RepositoryState repository) =>
        new(repository.IsEmpty ? repositories.Remove(repository.Name) : repositories.SetItem(repository.Name, repository));

    private static RegistryUsage Measure(IEnumerable<RepositoryState> repositories)
    {
        var sizes = new Dictionary<string, long>(StringComparer.Ordinal);
        var (visible, manifests) = (0, 0);
        foreach (var repository in repositories)
        {
            visible += repository.Record is null ? 0 : 1;
            manifests += repository.Manifests.Count;
            foreach (var (digest, manifest) in repository.Manifests)
            {
                sizes[digest] = manifest.Record.Size;
            }

            foreach (var (digest, link) in repository.Links)
            {
                sizes[digest] = link.Record.Size;
            }
        }

        return new(sizes.Values.Sum(), visible, manifests);
    }
}
