using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Verditer.Core;

namespace Verditer.CloudProvider;

/// <summary>The cloud providers of all clusters. They end with the host.</summary>
internal sealed class CloudProviders(CloudEndpoints endpoints, TimeProvider time, ILogger<CloudProviders> logger) : ICloudProviders, IHostedService, IAsyncDisposable
{
    private readonly SemaphoreSlim _turn = new(1);
    private readonly Dictionary<string, ClusterCloudProvider> _running = new(StringComparer.Ordinal);
    private bool _ended;

    public async Task StartAsync(CloudProviderSpec spec, CancellationToken cancellationToken = default)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            if (_ended || (_running.TryGetValue(spec.ClusterKey, out var running) && running.Spec == spec))
            {
                return;
            }

            await EndAsync(spec.ClusterKey);
            _running[spec.ClusterKey] = new ClusterCloudProvider(spec, endpoints, time, logger);
        }
        finally
        {
            _turn.Release();
        }
    }

    public async Task StopAsync(string clusterKey, CancellationToken cancellationToken = default)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            await EndAsync(clusterKey);
        }
        finally
        {
            _turn.Release();
        }
    }

    Task IHostedService.StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    Task IHostedService.StopAsync(CancellationToken cancellationToken) => EndAllAsync();

    public ValueTask DisposeAsync() => new(EndAllAsync());

    private async Task EndAllAsync()
    {
        await _turn.WaitAsync();
        try
        {
            _ended = true;
            await Task.WhenAll(_running.Keys.ToList().Select(EndAsync));
        }
        finally
        {
            _turn.Release();
        }
    }

    private async Task EndAsync(string clusterKey)
    {
        if (_running.Remove(clusterKey, out var running))
        {
            await running.DisposeAsync();
        }
    }
}
