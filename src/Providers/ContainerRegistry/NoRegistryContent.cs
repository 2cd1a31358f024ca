using Verditer.Core;

namespace Verditer.Providers.ContainerRegistry;

/// <summary>Where no data plane is served, registries hold nothing.</summary>
internal sealed class NoRegistryContent : IRegistryContent
{
    public RegistryUsage Measure(RegistryFacts registry) => new(0, 0, 0);

    public Task<string?> ImportAsync(
        RegistryFacts source, string image, RegistryFacts target, IReadOnlyList<string> targets, IReadOnlyList<string> untagged, bool overwrite, CancellationToken cancellationToken) =>
        Task.FromResult<string?>($"The registry {source.LoginServer} has no image {image}.");

    public Task DeleteAsync(RegistryFacts registry, CancellationToken cancellationToken) => Task.CompletedTask;
}
