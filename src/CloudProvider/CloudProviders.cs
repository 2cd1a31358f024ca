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

            var before = await EndAsync(spec.ClusterKey);
            _running[spec.ClusterKey] = new ClusterCloudProvider(spec, endpoints, time, logger, Inherited(before, spec));
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
            await Task.WhenAll(_running.Keys.ToList().Select(async key => await EndAsync(key)));
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <returns>The one that ran; null when none did.</returns>
    private async Task<ClusterCloudProvider?> EndAsync(string clusterKey)
    {
        if (_running.Remove(clusterKey, out var running))
        {
            await running.DisposeAsync();
        }

        return running;
    }

    /// <summary>
    /// A cluster that moves from its service principal to managed identity goes on with the old token until that ends. A new secret, though, is used at once.
    /// Source: https://learn.microsoft.com/azure/aks/use-managed-identity#overview
    /// </summary>
    private static CloudToken? Inherited(ClusterCloudProvider? before, CloudProviderSpec next) =>
        before is { Spec.ServicePrincipal: not null } && next.MetadataSocket is not null ? before.TokenInHand : null;
}
