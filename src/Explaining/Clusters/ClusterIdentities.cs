using Verditer.Core;
using Verditer.ResourceManager;

namespace Verditer.Explaining;

/// <summary>The principals that a managed cluster works with.</summary>
/// <param name="ControlPlane">Object id of the control plane's managed identity; null on a service-principal cluster.</param>
/// <param name="Kubelet">Object id of the kubelet's managed identity.</param>
/// <param name="KubeletResourceId">Resource id of the kubelet's managed identity.</param>
/// <param name="ServicePrincipal">Client id of the service principal; null where there is none.</param>
/// <param name="NodeGroup">Resource id of the node resource group.</param>
public sealed record ClusterIdentities(
    ResourceId Id, string? ControlPlane, string? Kubelet, string? KubeletResourceId, string? ServicePrincipal, string? NodeGroup)
{
    private const string NoPrincipal = "msi";

    public string Name => Id.Name;

    public static ClusterIdentities Read(StoredResource cluster, IDirectory directory)
    {
        var properties = cluster.Properties;
        var own = string.Equals(cluster.Body.Text("identity", "type"), "UserAssigned", StringComparison.OrdinalIgnoreCase)
            ? (cluster.Body.At("identity", "userAssignedIdentities") as System.Text.Json.Nodes.JsonObject)?.Select(p => p.Key).FirstOrDefault()
            : cluster.Id.Text;
        return new(
            cluster.Id,
            own is null ? null : directory.FindManagedIdentity(own)?.PrincipalId,
            properties.Text("identityProfile", "kubeletidentity", "objectId"),
            properties.Text("identityProfile", "kubeletidentity", "resourceId"),
            properties.Text("servicePrincipalProfile", "clientId") is { } clientId && clientId != NoPrincipal ? clientId : null,
            properties.Text("nodeResourceGroup") is { } group ? ResourceId.Group(cluster.Id.SubscriptionId!, group).Text : null);
    }

    /// <summary>What a principal is to this cluster; null for nothing.</summary>
    public string? RoleOf(string? objectId, string? clientId) =>
        Same(objectId, Kubelet) ? $"the kubelet identity of the cluster '{Name}' (resource group {Id.ResourceGroup}): image pulls, and what pods get from the node"
        : Same(objectId, ControlPlane) ? $"the control-plane identity of the cluster '{Name}' (resource group {Id.ResourceGroup}): load balancers, disks, nodes"
        : Same(clientId, ServicePrincipal) ? $"the service principal of the cluster '{Name}' (resource group {Id.ResourceGroup})"
        : null;

    public bool IsKubelet(string objectId) => Same(objectId, Kubelet);

    public bool IsControlPlane(string objectId) => Same(objectId, ControlPlane);

    public bool IsServicePrincipal(string? clientId) => Same(clientId, ServicePrincipal);

    private static bool Same(string? a, string? b) => a is not null && a.Equals(b, StringComparison.OrdinalIgnoreCase);
}
