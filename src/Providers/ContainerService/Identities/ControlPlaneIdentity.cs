using Verditer.Core;
using Verditer.ResourceManager;

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

        // One that was made anew under the id is not the cluster's until somebody who may assign it names it.
        var id = cluster.OwnIdentityId ?? cluster.Id.Text;
        return directory.FindManagedIdentity(id) is { } now ? AssignedPrincipals.Find(cluster.Body, id) ?? now.PrincipalId : null;
    }
}
