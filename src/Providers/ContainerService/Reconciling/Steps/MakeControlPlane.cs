using Verditer.Core;

namespace Verditer.Providers.ContainerService;

/// <summary>The Kubernetes control plane of the chosen engine, in the cluster's version.</summary>
internal sealed class MakeControlPlane(ClusterRuntime runtime) : IClusterStep
{
    public string Name => "control-plane";

    public async Task<ArmError?> RunAsync(ClusterWork work, CancellationToken cancellationToken)
    {
        await runtime.CreateControlPlaneAsync(work.Cluster, cancellationToken);
        return null;
    }
}

/// <summary>Nodes as the scale sets' instances say, each with a metadata listener of its own; what is no longer an instance is no longer a node.</summary>
internal sealed class MakeNodes(ClusterRuntime runtime) : IClusterStep
{
    public string Name => "nodes";

    public Task<ArmError?> RunAsync(ClusterWork work, CancellationToken cancellationToken) =>
        runtime.ReconcileNodesAsync(work.Cluster, work.TenantId, cancellationToken);
}

/// <summary>The scale sets of pools that are being deleted, after their nodes.</summary>
internal sealed class RemovePools(ClusterArm arm, ClusterTokens tokens) : IClusterStep
{
    public string Name => "remove-pools";

    public async Task<ArmError?> RunAsync(ClusterWork work, CancellationToken cancellationToken)
    {
        var gone = work.Cluster.Pools.Where(p => p.Text("provisioningState") == ProvisioningStates.Deleting).Select(p => p.Text("name")!).ToList();
        if (gone.Count == 0)
        {
            return null;
        }

        if (!(await tokens.ForResourcesAsync(work.Cluster, work.TenantId, cancellationToken)).TryGet(out var token, out var error))
        {
            return error;
        }

        foreach (var pool in gone)
        {
            if (await arm.DeleteAsync(token, work.Names.ScaleSet(pool), ArmVersions.Compute, cancellationToken) is { } refusal)
            {
                return refusal;
            }
        }

        return null;
    }
}

/// <summary>The cluster's cloud provider, signed in as the control plane's identity or as the service principal.</summary>
internal sealed class RunCloudProvider(ClusterRuntime runtime) : IClusterStep
{
    public string Name => "cloud-provider";

    public async Task<ArmError?> RunAsync(ClusterWork work, CancellationToken cancellationToken)
    {
        await runtime.StartCloudProviderAsync(work.Cluster, work.TenantId, cancellationToken);
        return null;
    }
}
