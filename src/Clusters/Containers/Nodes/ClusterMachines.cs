using System.Collections.Concurrent;
using System.Threading.Channels;
using Verditer.Kubernetes.Controllers;

namespace Verditer.Clusters.Containers;

/// <summary>The machines of one cluster, and what wakes its controllers.</summary>
internal sealed class ClusterMachines : INodeHealth
{
    private readonly Channel<ObjectKey> _health = Channel.CreateUnbounded<ObjectKey>();
    private readonly Channel<ObjectKey> _networks = Channel.CreateUnbounded<ObjectKey>();
    private readonly Channel<NodeChange> _pods = Channel.CreateUnbounded<NodeChange>();

    public ConcurrentDictionary<string, NodeMachine> Machines { get; } = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public ChannelReader<ObjectKey>? Changes => _health.Reader;

    /// <summary>Nodes whose machine was brought up.</summary>
    public ChannelReader<ObjectKey> NetworkChanges => _networks.Reader;

    /// <summary>Nodes, or containers on them, whose pods are to be looked at.</summary>
    public ChannelReader<NodeChange> PodChanges => _pods.Reader;

    /// <inheritdoc/>
    public NodeProblem? ProblemOf(string node) => Machines.TryGetValue(node, out var machine) ? machine.Problem : new("the machine is not up");

    public NodeMachine? Find(string? node) => node is not null && Machines.TryGetValue(node, out var machine) ? machine : null;

    public void HealthChanged(string node)
    {
        _health.Writer.TryWrite(KeyOf(node));
        _pods.Writer.TryWrite(new(node, null));
    }

    public void CameUp(string node) => _networks.Writer.TryWrite(KeyOf(node));

    public void ContainersChanged(string node, string container) => _pods.Writer.TryWrite(new(node, container));

    private static ObjectKey KeyOf(string node) => new(Kinds.Nodes, null, node);
}

/// <param name="ContainerId">Null when all pods of the node are to be looked at.</param>
internal readonly record struct NodeChange(string Node, string? ContainerId);
