using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Verditer.Core;
using Verditer.Kubernetes.Controllers;

namespace Verditer.Clusters.Containers;

/// <summary>Nodes that run containers (docs/specs/containers.md).</summary>
internal sealed class ContainerNodes(
    ContainerNodesOptions options,
    NodeParts parts,
    TimeProvider time,
    ILoggerFactory loggers) : INodes, IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, ClusterMachines> _clusters = new(StringComparer.Ordinal);
    private readonly HostNames _names = new(options.StateFolder);
    private readonly NodeRegistration _registration = new(time);
    private readonly ILogger _logger = loggers.CreateLogger<ContainerNodes>();
    private readonly TimeProvider _hostTime = time is VerditerClock clock ? clock.Host : time;
    private readonly VirtualNetworks _networks = new(new HostNames(options.StateFolder));

    /// <inheritdoc/>
    public IPodConnections Connections => new PodConnections(cluster => _clusters.GetValueOrDefault(cluster), time);

    /// <inheritdoc/>
    public async Task EnsureAsync(IObjectClient api, ClusterFacts cluster, NodeSpec node, CancellationToken cancellationToken)
    {
        var machines = Of(cluster.ClusterKey);
        var machine = machines.Machines.GetOrAdd(node.Name, _ => new(cluster.ClusterKey, node, ServicesOf(machines)));
        if (machine.Spec.InternalIp != node.InternalIp || machine.Spec.SubnetPrefix != node.SubnetPrefix)
        {
            await machine.RemoveAsync(keepDisk: true);
        }

        machine.Spec = node;
        await machine.UpAsync(cancellationToken);
        await _registration.EnsureAsync(api, node, machine.System, machine.Problem, cancellationToken);
        machines.CameUp(node.Name);
        machines.HealthChanged(node.Name);
    }

    /// <inheritdoc/>
    public async Task RemoveAsync(IObjectClient api, ClusterFacts cluster, string nodeName, CancellationToken cancellationToken)
    {
        await RemoveMachineAsync(cluster.ClusterKey, nodeName, keepDisk: false);
        await NodeRegistration.RemoveAsync(api, nodeName, cancellationToken);
    }

    /// <inheritdoc/>
    public async Task ShutDownAsync(string clusterKey, bool keepDisks, CancellationToken cancellationToken)
    {
        var folder = Path.Combine(_names.NodesFolder, clusterKey);
        var known = _clusters.TryGetValue(clusterKey, out var machines) ? machines.Machines.Keys.AsEnumerable() : [];
        var kept = Directory.Exists(folder) ? Directory.EnumerateDirectories(folder).Select(Path.GetFileName).OfType<string>() : [];
        foreach (var node in known.Union(kept).ToList())
        {
            await RemoveMachineAsync(clusterKey, node, keepDisks);
        }

        _clusters.TryRemove(clusterKey, out _);
        if (!keepDisks)
        {
            await MountedFolder.DeleteAsync(folder);
        }
    }

    /// <inheritdoc/>
    public IReadOnlyList<IClusterController> ControllersFor(ClusterFacts cluster)
    {
        var machines = Of(cluster.ClusterKey);
        var services = new ControllerServices(cluster, time, _logger);
        return
        [
            new NodeHeartbeatController(services, machines),
            new NodeNetworkController(services, machines, [.. parts.Network()]),
            new Kubelet(services, machines, parts.Credentials(), parts.Disks().FirstOrDefault()),
        ];
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var machine in _clusters.Values.SelectMany(cluster => cluster.Machines.Values))
        {
            await machine.DisposeAsync();
        }

        _networks.Dispose();
    }

    private ClusterMachines Of(string clusterKey) => _clusters.GetOrAdd(clusterKey, _ => new());

    private async Task RemoveMachineAsync(string clusterKey, string node, bool keepDisk)
    {
        var machines = Of(clusterKey);
        if (!machines.Machines.TryRemove(node, out var machine))
        {
            machine = new(clusterKey, new(node, "", "", 0, 0, 0, "", new Dictionary<string, string>(), []), ServicesOf(machines));
        }

        await machine.RemoveAsync(keepDisk);
    }

    private NodeServices ServicesOf(ClusterMachines machines) =>
        new(_names, _networks, parts.Metadata, options, _hostTime, _logger, machines.HealthChanged, machines.ContainersChanged);
}
