using System.Text.Json.Nodes;
using Verditer.Core;

namespace Verditer.Providers.ContainerService;

/// <summary>The kubelet's user-assigned identity, in the node resource group; on a cluster with a service principal the kubelet uses that instead.</summary>
internal sealed class MakeKubeletIdentity(ClusterArm arm, ClusterTokens tokens, ClusterStore clusters) : IClusterStep
{
    public string Name => "kubelet-identity";

    public async Task<ArmError?> RunAsync(ClusterWork work, CancellationToken cancellationToken)
    {
        if (!work.Cluster.HasManagedIdentity || work.Cluster.KubeletIdentityId is not null)
        {
            return null;
        }

        var token = await tokens.ForAksAsync(work.TenantId, cancellationToken);
        var made = await arm.PutAsync(token, work.Names.KubeletIdentity, ArmVersions.Identities, work.Bodies.Identity(), cancellationToken);
        if (!made.TryGet(out var identity, out var error))
        {
            return error;
        }

        var principalId = identity.Text("properties", "principalId")!;
        if (work.Rules.KubeletReadsNodeGroup
            && await arm.GrantAsync(token, work.Cluster.NodeGroup, BuiltInRoles.Reader, principalId, cancellationToken) is { } refusal)
        {
            return refusal;
        }

        await clusters.ChangeAsync(work.Id, c => c.Properties["identityProfile"] = new JsonObject
        {
            ["kubeletidentity"] = new JsonObject
            {
                ["resourceId"] = work.Names.KubeletIdentity.Text,
                ["clientId"] = identity.Text("properties", "clientId"),
                ["objectId"] = principalId,
            },
        }, cancellationToken);
        return null;
    }
}
