using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging;
using Verditer.Core;
using Verditer.Kubernetes;

namespace Verditer.Clusters.Embedded;

/// <summary>Kubernetes inside the process: API, controllers, and the nodes that it was given (docs/specs/kubernetes.md).</summary>
internal sealed class EmbeddedClusterEngine(
    ClusterRecords records, ClusterLauncher launcher, INodes nodes, EmbeddedClusterOptions options, ILogger<EmbeddedClusterEngine> logger) : IClusterEngine, IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, RunningCluster> _running = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, SemaphoreSlim> _gates = new(StringComparer.Ordinal);

    public string Name => options.Name;

    public IReadOnlyList<string> KubernetesVersions => SupportedVersions.All;

    public Task<ControlPlane> CreateAsync(ControlPlaneSpec spec, CancellationToken cancellationToken = default) =>
        AloneAsync(spec.ClusterKey, async () =>
        {
            var record = await records.FindAsync(spec.ClusterKey, cancellationToken);
            if (record is null || record.Spec != spec)
            {
                await StopRunningAsync(spec.ClusterKey);
                record = record is null ? launcher.NewRecord(spec) : record with { Spec = spec };
                await records.SaveAsync(record, cancellationToken);
            }

            return await EnsureRunningAsync(record, cancellationToken);
        }, cancellationToken);

    public async ValueTask<bool> ExistsAsync(string clusterKey, CancellationToken cancellationToken = default) =>
        await records.FindAsync(clusterKey, cancellationToken) is { Port: not 0 };

    public Task<ControlPlane> StartAsync(string clusterKey, CancellationToken cancellationToken = default) =>
        AloneAsync(clusterKey, async () => await EnsureRunningAsync(await RecordAsync(clusterKey, cancellationToken), cancellationToken), cancellationToken);

    public Task StopAsync(string clusterKey, CancellationToken cancellationToken = default) =>
        AloneAsync(clusterKey, async () =>
        {
            await StopRunningAsync(clusterKey);
            await nodes.ShutDownAsync(clusterKey, keepDisks: true, cancellationToken);
            return true;
        }, cancellationToken);

    public Task<ControlPlane> RotateCertificatesAsync(string clusterKey, string rotation, CancellationToken cancellationToken = default) =>
        AloneAsync(clusterKey, async () =>
        {
            var record = await RecordAsync(clusterKey, cancellationToken);
            if (record.Rotation != rotation)
            {
                record = launcher.NewRecord(record.Spec) with { Port = record.Port, Rotation = rotation };
                await StopRunningAsync(clusterKey);
                await records.SaveAsync(record, cancellationToken);
            }

            return await EnsureRunningAsync(record, cancellationToken);
        }, cancellationToken);

    public Task RotateServiceAccountKeysAsync(string clusterKey, string rotation, CancellationToken cancellationToken = default) =>
        AloneAsync(clusterKey, async () =>
        {
            var record = await RecordAsync(clusterKey, cancellationToken);
            if (record.RetiredKey?.Rotation != rotation)
            {
                record = launcher.WithNewServiceAccountKey(record, rotation);
                await StopRunningAsync(clusterKey);
                await records.SaveAsync(record, cancellationToken);
            }

            return await EnsureRunningAsync(record, cancellationToken);
        }, cancellationToken);

    public async ValueTask<JsonObject?> FindServiceAccountKeysAsync(string clusterKey, CancellationToken cancellationToken = default) =>
        await records.FindAsync(clusterKey, cancellationToken) is { } record ? launcher.ServiceAccountKeys(record) : null;

    public Task DeleteAsync(string clusterKey, CancellationToken cancellationToken = default) =>
        AloneAsync(clusterKey, async () =>
        {
            await StopRunningAsync(clusterKey);
            await nodes.ShutDownAsync(clusterKey, keepDisks: false, cancellationToken);
            await records.RemoveAsync(clusterKey, cancellationToken);
            return true;
        }, cancellationToken);

    public Task EnsureNodeAsync(string clusterKey, NodeSpec node, CancellationToken cancellationToken = default) =>
        AloneAsync(clusterKey, async () =>
        {
            await RecordAsync(clusterKey, cancellationToken);
            if (_running.TryGetValue(clusterKey, out var cluster))
            {
                await nodes.EnsureAsync(cluster.Api, cluster.Facts, node, cancellationToken);
            }

            await records.SaveNodeAsync(clusterKey, node, cancellationToken);
            return true;
        }, cancellationToken);

    public async Task<IReadOnlyList<string>> ListNodesAsync(string clusterKey, CancellationToken cancellationToken = default) =>
        [.. (await records.NodesAsync(clusterKey, cancellationToken)).Select(n => n.Name)];

    public Task RemoveNodeAsync(string clusterKey, string nodeName, CancellationToken cancellationToken = default) =>
        AloneAsync(clusterKey, async () =>
        {
            // What is kept of it goes last, so that an interrupted removal is repeated.
            if (_running.TryGetValue(clusterKey, out var cluster))
            {
                await nodes.RemoveAsync(cluster.Api, cluster.Facts, nodeName, cancellationToken);
            }

            await records.RemoveNodeAsync(clusterKey, nodeName, cancellationToken);
            return true;
        }, cancellationToken);

    public Task<string> GetKubeconfigAsync(string clusterKey, KubeconfigRequest request, CancellationToken cancellationToken = default) =>
        AloneAsync(clusterKey, async () =>
        {
            var record = await RecordAsync(clusterKey, cancellationToken);
            var user = ClusterUser.For(request);
            using var authority = launcher.Authority(record);
            using var certificate = authority.IssueClient(user.Name, user.Group);
            if (record.Port == 0)
            {
                throw new EmbeddedClusterException($"The cluster '{record.Spec.Name}' has no address yet: it was never started.");
            }

            return Kubeconfig.Write(request, launcher.Server(record.Port), authority.Pem, certificate, record.Secrets.Tokens[user.Key]);
        }, cancellationToken);

    public async ValueTask DisposeAsync()
    {
        foreach (var clusterKey in _running.Keys)
        {
            await StopRunningAsync(clusterKey);
        }
    }

    private async Task<ControlPlane> EnsureRunningAsync(ClusterRecord record, CancellationToken cancellationToken)
    {
        var clusterKey = record.Spec.ClusterKey;
        if (!_running.TryGetValue(clusterKey, out var cluster))
        {
            cluster = await launcher.StartAsync(record, cancellationToken);
            try
            {
                foreach (var node in await records.NodesAsync(clusterKey, cancellationToken))
                {
                    await RestoreNodeAsync(cluster, node, cancellationToken);
                }
            }
            catch
            {
                await cluster.DisposeAsync();
                throw;
            }

            _running[clusterKey] = cluster;
        }

        return cluster.Describe();
    }

    /// <summary>A node that was accepted once and is refused now does not keep its cluster from starting.</summary>
    private async Task RestoreNodeAsync(RunningCluster cluster, NodeSpec node, CancellationToken cancellationToken)
    {
        try
        {
            await nodes.EnsureAsync(cluster.Api, cluster.Facts, node, cancellationToken);
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            logger.NodeFailed(e, node.Name, cluster.Facts.ClusterKey);
        }
    }

    private async Task<bool> StopRunningAsync(string clusterKey)
    {
        if (_running.TryRemove(clusterKey, out var cluster))
        {
            await cluster.DisposeAsync();
            launcher.Stopped(clusterKey);
        }

        return true;
    }

    private async Task<ClusterRecord> RecordAsync(string clusterKey, CancellationToken cancellationToken) =>
        await records.FindAsync(clusterKey, cancellationToken)
        ?? throw new EmbeddedClusterException($"There is no cluster '{clusterKey}'. It was deleted, or never made.");

    /// <summary>One thing at a time for each cluster; clusters do not wait for one another.</summary>
    private async Task<T> AloneAsync<T>(string clusterKey, Func<Task<T>> work, CancellationToken cancellationToken)
    {
        var gate = _gates.GetOrAdd(clusterKey, _ => new(1, 1));
        await gate.WaitAsync(cancellationToken);
        try
        {
            return await work();
        }
        finally
        {
            gate.Release();
        }
    }
}
