using System.Collections.Concurrent;
using Verditer.Core;

namespace Verditer.Providers.ContainerService.Tests;

/// <summary>Metadata listeners that are only noted.</summary>
internal sealed class FakeListeners : IMetadataListeners
{
    public ConcurrentDictionary<string, MetadataMachine> Open { get; } = new();

    public Task<string> OpenAsync(MetadataMachine machine, CancellationToken cancellationToken = default)
    {
        Open[machine.Name] = machine;
        return Task.FromResult($"/run/{machine.Name}");
    }

    public Task CloseAsync(string machineName, CancellationToken cancellationToken = default)
    {
        Open.TryRemove(machineName, out _);
        return Task.CompletedTask;
    }

    public string? FindNodeSocket(string nodeName) => Open.ContainsKey(nodeName) ? $"/run/{nodeName}" : null;
}

/// <summary>Cloud providers that are only noted.</summary>
internal sealed class FakeCloudProviders : ICloudProviders
{
    public ConcurrentDictionary<string, CloudProviderSpec> Running { get; } = new();

    public Task StartAsync(CloudProviderSpec spec, CancellationToken cancellationToken = default)
    {
        Running[spec.ClusterKey] = spec;
        return Task.CompletedTask;
    }

    public Task StopAsync(string clusterKey, CancellationToken cancellationToken = default)
    {
        Running.TryRemove(clusterKey, out _);
        return Task.CompletedTask;
    }
}
