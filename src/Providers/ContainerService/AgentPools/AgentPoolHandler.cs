using System.Text.Json.Nodes;
using Verditer.Core;
using Verditer.ResourceManager;

namespace Verditer.Providers.ContainerService;

/// <summary>
/// Agent pools: the same pools that the cluster lists in <c>agentPoolProfiles</c>, as resources of their own. Writing one changes the cluster and brings it there.
/// Source: AgentPools in the REST specifications.
/// </summary>
internal sealed class AgentPoolHandler(ClusterStore clusters, KubernetesVersions versions, AgentPoolVersionRules poolVersions, AgentPoolActions actions) : ResourceTypeHandler(TypeName)
{
    private static readonly ResourceType TypeName = ResourceType.Parse("Microsoft.ContainerService/managedClusters/agentPools");

    public override IReadOnlyList<LinkedProperty> Links { get; } = ClusterLinks.OfPool("properties.");

    public override IReadOnlyList<ResourceAction> Actions => actions.All;

    public override async ValueTask<StoredResource?> FindAsync(ResourceId id, ResourceStore store, CancellationToken cancellationToken)
    {
        var holder = await store.FindAsync(id.Parent!, cancellationToken);
        return holder is not null && ClusterView.Of(holder) is var cluster && cluster.Pool(id.Name) is { } pool ? Resource(cluster, pool, holder.Revision) : null;
    }

    public override async ValueTask<IReadOnlyList<StoredResource>> ListAsync(ArmContext context, ResourceStore store, CancellationToken cancellationToken)
    {
        var holder = await store.FindAsync(context.Id, cancellationToken);
        if (holder is null)
        {
            return [];
        }

        var cluster = ClusterView.Of(holder);
        return [.. cluster.Pools.OfType<JsonObject>().Select(p => Resource(cluster, p, holder.Revision))];
    }

    public override async ValueTask<Result<WritePlan>> PlanWriteAsync(WriteRequest request, CancellationToken cancellationToken)
    {
        if (await clusters.FindAsync(request.Id.Parent!, cancellationToken) is not { } holder)
        {
            return ArmErrors.ResourceNotFound(request.Id.Parent!);
        }

        var cluster = ClusterView.Of(holder);
        if (Busy(cluster) is { } busy)
        {
            return busy;
        }

        var old = cluster.Pool(request.Id.Name);
        var pool = request.Properties.Copy();
        pool["name"] = request.Id.Name;
        ServerOwned.ApplyToPool(pool, old);
        if (Complete(cluster, pool, old) is { } error)
        {
            return error;
        }

        var index = old is null ? -1 : cluster.Pools.IndexOf(old);
        if (index < 0)
        {
            cluster.Pools.Add((JsonNode)pool);
        }
        else
        {
            cluster.Pools[index] = pool;
        }

        if ((ClusterChecks.CheckPools(cluster) ?? poolVersions.Check(cluster, ClusterView.Of(holder))) is { } refusal)
        {
            return refusal;
        }

        cluster.Properties["provisioningState"] = ProvisioningStates.Updating;
        return new WritePlan(cluster.Body)
        {
            Holder = holder,
            Answer = Body(cluster, pool),
            Operation = ReconcileCluster.Start(request.Subscription, cluster),
        };
    }

    public override async ValueTask<Result<DeletePlan>> PlanDeleteAsync(StoredResource existing, ArmContext context, CancellationToken cancellationToken)
    {
        if (await clusters.FindAsync(existing.Id.Parent!, cancellationToken) is not { } holder)
        {
            return ArmErrors.ResourceNotFound(existing.Id.Parent!);
        }

        var cluster = ClusterView.Of(holder);
        if (Busy(cluster) is { } busy)
        {
            return busy;
        }

        var pool = cluster.Pool(existing.Id.Name)!;
        if (AgentPoolChecks.IsSystem(pool) && cluster.Pools.OfType<JsonObject>().Count(AgentPoolChecks.IsSystem) == 1)
        {
            return new ArmError(400, "OperationNotAllowed",
                $"There has to be at least one system node pool. The agent pool '{existing.Id.Name}' is the last one and cannot be deleted.");
        }

        pool["provisioningState"] = ProvisioningStates.Deleting;
        cluster.Properties["provisioningState"] = ProvisioningStates.Updating;
        return new DeletePlan { Holder = holder, Resource = cluster.Body, Operation = ReconcileCluster.Start(context.Subscription!, cluster) };
    }

    internal static ArmError? Busy(ClusterView cluster) =>
        ProvisioningStates.UnderWay(cluster.State) is { } operation ? ClusterErrors.InProgress(operation)
        : cluster.IsStopped ? ClusterErrors.Stopped(cluster.Id)
        : null;

    private ArmError? Complete(ClusterView cluster, JsonObject pool, JsonObject? old)
    {
        if (old is not null)
        {
            ClusterMerge.MergePool(pool, old);
            if (UnchangeableProperties.CheckPool(pool, old) is { } change)
            {
                return change;
            }
        }

        var asked = pool.Text("orchestratorVersion");
        var version = old is not null && asked == old.Text("orchestratorVersion")
            ? KubernetesVersion.Parse(old.Text("currentOrchestratorVersion")!)
            : string.IsNullOrEmpty(asked) ? KubernetesVersion.Parse(cluster.KubernetesVersion) : versions.Find(asked);
        if (version is null)
        {
            return KubernetesVersions.Unsupported(asked!);
        }

        AgentPoolDefaults.Fill(pool, cluster.UsesKubenet, version.Value);
        pool["provisioningState"] = old is null ? ProvisioningStates.Creating : ProvisioningStates.Updating;
        return null;
    }

    private static StoredResource Resource(ClusterView cluster, JsonObject pool, long revision) =>
        new(cluster.Id.Child("agentPools", pool.Text("name")!), Json.ToBytes(Body(cluster, pool)), revision);

    private static JsonObject Body(ClusterView cluster, JsonObject pool)
    {
        var properties = pool.Copy();
        properties.Remove("name");
        return new()
        {
            ["id"] = cluster.Id.Child("agentPools", pool.Text("name")!).Text,
            ["name"] = pool.Text("name"),
            ["type"] = TypeName.FullName,
            ["properties"] = properties,
        };
    }
}
