namespace Verditer.Core;

/// <summary>What registries hold. Served by the data plane, used by the provider.</summary>
public interface IRegistryContent
{
    /// <summary>Bytes and counts, for <c>listUsages</c>.</summary>
    RegistryUsage Measure(RegistryFacts registry);

    /// <summary>Copies an image (by tag or digest) from one registry to another; blobs that are there already are not copied again.</summary>
    /// <param name="image"><c>repository:tag</c> or <c>repository@digest</c> in <paramref name="source"/>.</param>
    /// <param name="targets">Tags in <paramref name="target"/>, as <c>repository:tag</c>.</param>
    /// <param name="untagged">Repositories in <paramref name="target"/> that get the image without a tag.</param>
    /// <param name="overwrite">False to refuse tags that name another image; an import that was cut off finds its own.</param>
    /// <returns>Null, or what is wrong in a sentence.</returns>
    Task<string?> ImportAsync(
        RegistryFacts source, string image, RegistryFacts target, IReadOnlyList<string> targets, IReadOnlyList<string> untagged, bool overwrite, CancellationToken cancellationToken);

    /// <summary>Forgets everything of a registry that was deleted. May be repeated.</summary>
    Task DeleteAsync(RegistryFacts registry, CancellationToken cancellationToken);
}

/// <param name="Size">Bytes of all blobs and manifests, each counted once.</param>
public sealed record RegistryUsage(long Size, int Repositories, int Manifests);
