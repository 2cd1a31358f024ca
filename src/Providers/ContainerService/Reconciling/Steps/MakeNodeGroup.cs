using Verditer.Core;

namespace Verditer.Providers.ContainerService;

/// <summary>The node resource group, managed by the cluster. AKS makes it as itself; one that belongs to somebody else is not taken.</summary>
internal sealed class MakeNodeGroup(ClusterArm arm, ClusterTokens tokens) : IClusterStep
{
    public string Name => "node-resource-group";

    public async Task<ArmError?> RunAsync(ClusterWork work, CancellationToken cancellationToken)
    {
        var group = work.Cluster.NodeGroup;
        var token = await tokens.ForAksAsync(work.TenantId, cancellationToken);
        if (!(await arm.FindAsync(token, group, ArmVersions.Groups, cancellationToken)).TryGet(out var found, out var error))
        {
            return error;
        }

        if (found is null)
        {
            return (await arm.PutAsync(token, group, ArmVersions.Groups, work.Bodies.Group(), cancellationToken)).Error;
        }

        return string.Equals(found.Text("managedBy"), work.Id.Text, StringComparison.OrdinalIgnoreCase)
            ? null
            : ClusterErrors.NodeGroupExists(group);
    }
}
