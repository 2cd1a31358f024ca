using Verditer.Core;
using Verditer.Operations;

namespace Verditer.Providers.ContainerService;

/// <summary>What a step works on: the cluster as it is stored now, and the operation that carries it.</summary>
internal sealed record ClusterWork(ClusterView Cluster, ClusterRules Rules, OperationRecord Operation)
{
    public ResourceId Id => Cluster.Id;

    public string TenantId => Operation.TenantId;

    public NodeGroupNames Names => new(Cluster);

    public NodeGroupBodies Bodies => new(Cluster, Names);
}

/// <summary>One step of bringing a cluster to what is asked for. It may run twice.</summary>
internal interface IClusterStep
{
    /// <summary>Kept in the operation's record: not changed once released.</summary>
    string Name { get; }

    Task<ArmError?> RunAsync(ClusterWork work, CancellationToken cancellationToken);
}
