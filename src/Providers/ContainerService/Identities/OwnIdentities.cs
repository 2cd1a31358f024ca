using System.Text.Json.Nodes;
using Verditer.Core;

namespace Verditer.Providers.ContainerService;

/// <summary>
/// Identities that the user brings (rules <c>ga</c>): they exist, and the control plane's may assign the kubelet's.
/// Source: https://learn.microsoft.com/azure/aks/use-managed-identity#bring-your-own-kubelet-identity
/// </summary>
internal sealed class OwnIdentities(IDirectory directory, IAuthorizer authorizer)
{
    private const string Assign = "Microsoft.ManagedIdentity/userAssignedIdentities/assign/action";

    /// <summary>Checks them, and fills in the ids that Azure fills in.</summary>
    public ArmError? Check(ClusterView cluster, ClusterView? existing, string tenantId)
    {
        if (existing is null && !IsForeign(cluster))
        {
            // The identity that AKS itself will make: what a body says of it counts for nothing.
            cluster.Properties.Remove("identityProfile");
        }

        if (cluster.OwnIdentityId is not { } controlPlane)
        {
            return cluster.Properties["identityProfile"] is JsonObject && cluster.HasManagedIdentity && IsForeign(cluster)
                ? ArmErrors.BadRequest("Custom kubelet identity is only supported on clusters with a user-assigned control plane identity.", "identityProfile.kubeletidentity")
                : null;
        }

        if (directory.FindManagedIdentity(controlPlane) is not { } own)
        {
            return NotFound(controlPlane);
        }

        var assigned = (JsonObject)cluster.Body["identity"]!["userAssignedIdentities"]!;
        if (assigned.Count != 1)
        {
            return ArmErrors.BadRequest("Exactly one user-assigned identity is supported for the control plane.", "identity.userAssignedIdentities");
        }

        assigned[controlPlane] = new JsonObject { ["principalId"] = own.PrincipalId, ["clientId"] = own.ClientId };
        return cluster.KubeletIdentityId is { } kubelet && IsForeign(cluster) ? CheckKubelet(cluster, own, kubelet, tenantId) : null;
    }

    private ArmError? CheckKubelet(ClusterView cluster, ManagedIdentity controlPlane, string kubeletId, string tenantId)
    {
        if (directory.FindManagedIdentity(kubeletId) is not { } kubelet)
        {
            return NotFound(kubeletId);
        }

        var caller = new Caller(tenantId, controlPlane.PrincipalId, controlPlane.ClientId, controlPlane.ClientId, PrincipalKind.ServicePrincipal, [], default);
        if (!authorizer.Check(caller, Assign, kubeletId).Allowed)
        {
            return new ArmError(400, "CustomKubeletIdentityMissingPermissionError",
                $"The cluster user assigned identity must be given permission to assign kubelet identity {kubeletId}. Check access result not allowed for action {Assign}.")
            { Access = new(Assign, kubeletId) }.Because(RefusalFacts.NeedyObjectId, controlPlane.PrincipalId)
                .Mend($"az role assignment create --assignee-object-id {controlPlane.PrincipalId} --assignee-principal-type ServicePrincipal --role \"Managed Identity Operator\" --scope {kubeletId}");
        }

        cluster.Properties["identityProfile"]!["kubeletidentity"] = new JsonObject
        {
            ["resourceId"] = kubeletId,
            ["clientId"] = kubelet.ClientId,
            ["objectId"] = kubelet.PrincipalId,
        };
        return null;
    }

    private static bool IsForeign(ClusterView cluster) =>
        !string.Equals(cluster.KubeletIdentityId, new NodeGroupNames(cluster).KubeletIdentity.Text, StringComparison.OrdinalIgnoreCase);

    private static ArmError NotFound(string id) => new(400, "BadRequest", $"The user-assigned identity '{id}' was not found.");
}
