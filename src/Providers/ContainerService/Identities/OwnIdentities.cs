using System.Text.Json.Nodes;
using Verditer.Core;
using Verditer.ResourceManager;

namespace Verditer.Providers.ContainerService;

/// <summary>
/// Identities that the user brings (rules <c>ga</c>): they exist, and the control plane's may assign the kubelet's. That the caller may assign both is a linked scope.
/// Source: https://learn.microsoft.com/azure/aks/pre-created-kubelet-managed-identity
/// </summary>
internal sealed class OwnIdentities(IDirectory directory, IAuthorizer authorizer)
{
    private const string Assign = "Microsoft.ManagedIdentity/userAssignedIdentities/assign/action";

    /// <summary>
    /// Checks them, and fills in the ids that Azure fills in. One that was made anew since is taken only from a body that names it: its writer was asked for the right to.
    /// </summary>
    public ArmError? Check(ClusterView cluster, ClusterView? existing, JsonObject sent, string tenantId)
    {
        if (existing?.KubeletIdentityId is null && !HasOwnKubelet(cluster))
        {
            // The identity that AKS itself will make: what a body says of it counts for nothing.
            cluster.Properties.Remove("identityProfile");
        }

        if (cluster.OwnIdentityId is not { } controlPlane)
        {
            return HasOwnKubelet(cluster) ? ClusterErrors.KubeletNeedsOwnControlPlane() : null;
        }

        if (directory.FindManagedIdentity(controlPlane) is not { Kind: ManagedIdentityKind.UserAssigned } own)
        {
            return ClusterErrors.IdentityNotFound(controlPlane);
        }

        if (!ClusterView.SameId(existing?.OwnIdentityId, controlPlane) || LinkedProperty.AssignedIdentity.Find(sent).Contains(controlPlane, StringComparer.OrdinalIgnoreCase))
        {
            cluster.Body["identity"]!["userAssignedIdentities"]![controlPlane] = new JsonObject { ["principalId"] = own.PrincipalId, ["clientId"] = own.ClientId };
        }

        return HasOwnKubelet(cluster) || IsNamedAnew(cluster, existing) ? CheckKubelet(cluster, own, cluster.KubeletIdentityId!, NamesKubelet(cluster, existing, sent), tenantId) : null;
    }

    /// <summary>True where the body names the kubelet's identity, as the change to another does.</summary>
    private static bool NamesKubelet(ClusterView cluster, ClusterView? existing, JsonObject sent) =>
        !ClusterView.SameId(existing?.KubeletIdentityId, cluster.KubeletIdentityId)
        || ClusterView.SameId(sent.Text("properties", "identityProfile", "kubeletidentity", "resourceId"), cluster.KubeletIdentityId);

    private ArmError? CheckKubelet(ClusterView cluster, ManagedIdentity controlPlane, string kubeletId, bool names, string tenantId)
    {
        if (directory.FindManagedIdentity(kubeletId) is not { Kind: ManagedIdentityKind.UserAssigned } kubelet)
        {
            return ClusterErrors.IdentityNotFound(kubeletId);
        }

        var caller = new Caller(tenantId, controlPlane.PrincipalId, controlPlane.ClientId, controlPlane.ClientId, PrincipalKind.ServicePrincipal, [], default);
        if (!authorizer.Check(caller, Assign, kubeletId).Allowed)
        {
            return (ClusterErrors.KubeletNotAssignable(controlPlane.PrincipalId, kubeletId) with { Access = new(Assign, kubeletId) })
                .Because(RefusalFacts.NeedyObjectId, controlPlane.PrincipalId);
        }

        if (names)
        {
            cluster.Properties["identityProfile"]!["kubeletidentity"] = new JsonObject
            {
                ["resourceId"] = kubeletId,
                ["clientId"] = kubelet.ClientId,
                ["objectId"] = kubelet.PrincipalId,
            };
        }

        return null;
    }

    /// <summary>True where the kubelet's identity is not the one that AKS makes.</summary>
    private static bool HasOwnKubelet(ClusterView cluster) =>
        cluster.KubeletIdentityId is { } id && !ClusterView.SameId(id, new NodeGroupNames(cluster).KubeletIdentity.Text);

    /// <summary>Back from an identity of the user's to the one that AKS made once.</summary>
    private static bool IsNamedAnew(ClusterView cluster, ClusterView? existing) =>
        existing?.KubeletIdentityId is { } before && cluster.KubeletIdentityId is { } now && !ClusterView.SameId(before, now);
}
