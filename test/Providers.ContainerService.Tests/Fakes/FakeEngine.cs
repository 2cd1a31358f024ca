using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Verditer.Core;

namespace Verditer.Providers.ContainerService.Tests;

/// <summary>An engine that keeps in mind what it was asked for. It outlives a restart of the cloud, as a real one's state does.</summary>
internal sealed class FakeEngine : IClusterEngine
{
    public ConcurrentDictionary<string, ControlPlaneSpec> ControlPlanes { get; } = new();

    public ConcurrentDictionary<string, ConcurrentDictionary<string, NodeSpec>> Nodes { get; } = new();

    public ConcurrentDictionary<string, bool> Running { get; } = new();

    /// <summary>Called before a control plane is made: a test's way to get in between.</summary>
    public Func<Task> BeforeCreate { get; set; } = () => Task.CompletedTask;

    public string Name => "fake";

    public IReadOnlyList<string> KubernetesVersions => ["1.32.4", "1.31.8", "1.31.7", "1.30.12"];

    public async Task<ControlPlane> CreateAsync(ControlPlaneSpec spec, CancellationToken cancellationToken = default)
    {
        await BeforeCreate();
        if (Trouble is not null)
        {
            throw new ClusterEngineException(Trouble);
        }

        ControlPlanes[spec.ClusterKey] = spec;
        Running[spec.ClusterKey] = true;
        return new(spec.ClusterKey, "https://127.0.0.1:1", "ca");
    }

    public ValueTask<bool> ExistsAsync(string clusterKey, CancellationToken cancellationToken = default) => new(ControlPlanes.ContainsKey(clusterKey));

    public Task<ControlPlane> StartAsync(string clusterKey, CancellationToken cancellationToken = default)
    {
        Running[clusterKey] = true;
        return Task.FromResult(new ControlPlane(clusterKey, "https://127.0.0.1:1", "ca"));
    }

    /// <summary>What the engine cannot do, in its own words; null when it can.</summary>
    public string? Trouble { get; set; }

    public Task StopAsync(string clusterKey, CancellationToken cancellationToken = default)
    {
        Running[clusterKey] = false;
        return Task.CompletedTask;
    }

    public ConcurrentDictionary<string, string> Rotations { get; } = new();

    public Task<ControlPlane> RotateCertificatesAsync(string clusterKey, string rotation, CancellationToken cancellationToken = default)
    {
        if (Trouble is not null)
        {
            throw new ClusterEngineException(Trouble);
        }

        Rotations[clusterKey] = rotation;
        return StartAsync(clusterKey, cancellationToken);
    }

    public ConcurrentDictionary<string, string> KeyRotations { get; } = new();

    public Task RotateServiceAccountKeysAsync(string clusterKey, string rotation, CancellationToken cancellationToken = default)
    {
        if (Trouble is not null)
        {
            throw new ClusterEngineException(Trouble);
        }

        KeyRotations[clusterKey] = rotation;
        return StartAsync(clusterKey, cancellationToken);
    }

    public ValueTask<JsonObject?> FindServiceAccountKeysAsync(string clusterKey, CancellationToken cancellationToken = default) =>
        new(ControlPlanes.ContainsKey(clusterKey) ? new JsonObject { ["keys"] = new JsonArray(new JsonObject { ["kid"] = clusterKey }) } : null);

    public Task DeleteAsync(string clusterKey, CancellationToken cancellationToken = default)
    {
        ControlPlanes.TryRemove(clusterKey, out _);
        Nodes.TryRemove(clusterKey, out _);
        Running.TryRemove(clusterKey, out _);
        return Task.CompletedTask;
    }

    public Task EnsureNodeAsync(string clusterKey, NodeSpec node, CancellationToken cancellationToken = default)
    {
        Nodes.GetOrAdd(clusterKey, _ => new())[node.Name] = node;
        return Task.CompletedTask;
    }

    public Task<IReadOnlyList<string>> ListNodesAsync(string clusterKey, CancellationToken cancellationToken = default) =>
        Task.FromResult<IReadOnlyList<string>>(Nodes.TryGetValue(clusterKey, out var nodes) ? [.. nodes.Keys.Order()] : []);

    public Task RemoveNodeAsync(string clusterKey, string nodeName, CancellationToken cancellationToken = default)
    {
        Nodes[clusterKey].TryRemove(nodeName, out _);
        return Task.CompletedTask;
    }

    public Task<string> GetKubeconfigAsync(string clusterKey, KubeconfigRequest request, CancellationToken cancellationToken = default) =>
        Task.FromResult($"user: {request.UserName}, admin: {request.IsAdmin}" + (Rotations.TryGetValue(clusterKey, out var rotation) ? $", rotation: {rotation}" : ""));
}
