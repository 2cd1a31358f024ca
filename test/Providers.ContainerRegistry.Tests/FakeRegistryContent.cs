using System.Collections.Concurrent;
using Verditer.Core;

namespace Verditer.Providers.ContainerRegistry.Tests;

/// <summary>What registries hold, in memory: names of images, each of ten bytes.</summary>
internal sealed class FakeRegistryContent : IRegistryContent
{
    private readonly ConcurrentDictionary<(string LoginServer, string Image), bool> _images = new();

    /// <summary>Called before a deletion is carried out.</summary>
    public Func<CancellationToken, Task> BeforeDeletion { get; set; } = _ => Task.CompletedTask;

    public void Push(string loginServer, string image) => _images[(loginServer, image)] = true;

    public IReadOnlyList<string> Images(string loginServer) => [.. _images.Keys.Where(i => i.LoginServer == loginServer).Select(i => i.Image).Order()];

    public RegistryUsage Measure(RegistryFacts registry)
    {
        var images = Images(registry.LoginServer);
        return new(10 * images.Count, images.Count, images.Count);
    }

    public Task<string?> ImportAsync(
        RegistryFacts source, string image, RegistryFacts target, IReadOnlyList<string> targets, IReadOnlyList<string> untagged, bool overwrite, CancellationToken cancellationToken)
    {
        if (!_images.ContainsKey((source.LoginServer, image)))
        {
            return Task.FromResult<string?>($"manifest {image} is unknown");
        }

        if (!overwrite && targets.FirstOrDefault(t => _images.ContainsKey((target.LoginServer, t))) is { } taken)
        {
            return Task.FromResult<string?>($"Tag {taken} already exists in target registry.");
        }

        foreach (var name in targets.Concat(untagged))
        {
            Push(target.LoginServer, name);
        }

        return Task.FromResult<string?>(null);
    }

    public async Task DeleteAsync(RegistryFacts registry, CancellationToken cancellationToken)
    {
        await BeforeDeletion(cancellationToken);
        foreach (var image in Images(registry.LoginServer))
        {
            _images.TryRemove((registry.LoginServer, image), out _);
        }
    }
}
