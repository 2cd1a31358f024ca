using Verditer.ResourceManager;

namespace Verditer.Providers.ContainerService;

/// <summary>What the two worlds of AKS ask and allow, as data: the preview of September 2019, and today's.</summary>
/// <param name="IdentityFeature">The preview feature that managed identity needs; null for none.</param>
/// <param name="KeepsServicePrincipal">True where a cluster with managed identity still has a service principal, for its add-ons.</param>
/// <param name="AllowsOwnIdentities">True where the user may bring identities for the control plane and the kubelet.</param>
/// <param name="ChangesIdentity">True where an existing cluster may move from its service principal to managed identity, and from one managed identity to another.</param>
/// <param name="KubeletReadsNodeGroup">True where the kubelet's identity is a Reader of the node resource group.</param>
/// <remarks>Source: https://learn.microsoft.com/azure/aks/use-managed-identity, in its versions of 2019 and of today.</remarks>
internal sealed record ClusterRules(string? IdentityFeature, bool KeepsServicePrincipal, bool AllowsOwnIdentities, bool ChangesIdentity, bool KubeletReadsNodeGroup)
{
    private static readonly ClusterRules Preview = new("MSIPreview", KeepsServicePrincipal: true, AllowsOwnIdentities: false, ChangesIdentity: false, KubeletReadsNodeGroup: true);
    private static readonly ClusterRules Ga = new(null, KeepsServicePrincipal: false, AllowsOwnIdentities: true, ChangesIdentity: true, KubeletReadsNodeGroup: false);

    public static ClusterRules Of(RuleSet rules) => rules == RuleSet.Preview ? Preview : Ga;
}
