using Verditer.Core;

namespace Verditer.Providers.ContainerService;

/// <summary>
/// What a cluster says of its issuer and of workload identity. An issuer has an address of its own from when it is first enabled, and stays.
/// Source: https://learn.microsoft.com/azure/aks/use-oidc-issuer and https://learn.microsoft.com/azure/aks/workload-identity-overview
/// </summary>
internal static class OidcIssuer
{
    private const string Profile = "oidcIssuerProfile";

    public static bool IsEnabled(ClusterView cluster) => cluster.Properties.Flag(Profile, "enabled") == true;

    /// <summary>The issuer's address; null for a cluster that is none.</summary>
    public static string? AddressOf(ClusterView cluster) => IsEnabled(cluster) ? cluster.Properties.Text(Profile, "issuerURL") : null;

    public static bool HasWorkloadIdentity(ClusterView cluster) => cluster.Properties.Flag("securityProfile", "workloadIdentity", "enabled") == true;

    public static ArmError? Check(ClusterView cluster, ClusterView? existing) =>
        existing is not null && IsEnabled(existing) && !IsEnabled(cluster) ? ClusterErrors.IssuerStays()
        : HasWorkloadIdentity(cluster) && !IsEnabled(cluster) ? ClusterErrors.WorkloadIdentityNeedsIssuer(cluster.Id)
        : null;

    /// <summary>The address is AKS's: what a body says of it is not taken.</summary>
    public static void Complete(ClusterView cluster, ClusterView? existing, string tenantId)
    {
        var profile = cluster.Properties.Section(Profile);
        profile["enabled"] ??= false;
        profile.Remove("issuerURL");
        if (IsEnabled(cluster))
        {
            profile["issuerURL"] = existing?.Properties.Text(Profile, "issuerURL") ?? ClusterIssuer.NewAddress(cluster, tenantId);
        }
    }
}
