using Verditer.Core;

namespace Verditer.Providers.ContainerService;

/// <summary>The principal that the cluster itself is: its managed identity, or its service principal.</summary>
internal sealed class ControlPlaneIdentity(IDirectory directory)
{
    /// <summary>Its object id, or null where the directory no longer has it.</summary>
    public string? FindPrincipalId(ClusterView cluster, string tenantId)
    {
        if (!cluster.HasManagedIdentity)
        {
            return cluster.PrincipalClientId is { } clientId ? directory.FindServicePrincipal(tenantId, clientId)?.ObjectId : null;
        }

        return directory.FindManagedIdentity(cluster.OwnIdentityId ?? cluster.Id.Text)?.PrincipalId;
    }
}
