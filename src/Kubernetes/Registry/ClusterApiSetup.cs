using Verditer.Storage;

namespace Verditer.Kubernetes;

/// <summary>What a cluster's API is made with.</summary>
/// <param name="ServiceCidr">Cluster IPs come out of it.</param>
/// <param name="Seal">Seals secrets in the document store; null: they are stored as they are.</param>
/// <param name="WorkloadIdentityTenant">The tenant that pods with workload identity sign in to; null for a cluster without it.</param>
public sealed record ClusterApiOptions(string ClusterKey, string ServiceCidr = "10.0.0.0/16", IBodySeal? Seal = null, string? WorkloadIdentityTenant = null);

public static class ClusterApiSetup
{
    /// <summary>The collections in which a cluster's API keeps what it has.</summary>
    public static IReadOnlyList<string> CollectionsOf(string clusterKey) => [ObjectStore.CollectionOf(clusterKey), ServiceAllocator.CollectionOf(clusterKey)];

    /// <summary>Opens a cluster's API on what is stored of it. Dispose it to stop following the store.</summary>
    /// <param name="clock">Verditer's clock.</param>
    public static async Task<ClusterApi> OpenAsync(
        IDocumentStore documents, ClusterApiOptions options, TimeProvider clock, CancellationToken cancellationToken = default)
    {
        var store = await ObjectStore.OpenAsync(documents, options.ClusterKey, options.Seal, cancellationToken);
        var authorizer = new RbacAuthorizer(store);
        IReadOnlyList<IAdmission> admissions = 
        [
            new NamespaceLifecycle(store),
            new PodServiceAccount(store),
            new PodPriority(store),
            new PodTolerations(),
            new PodLimits(store),
            new DefaultStorageClass(store),
            new EscalationCheck(authorizer),
            new CertificateRequests(authorizer, clock),
            .. options.WorkloadIdentityTenant is { } tenant ? (IAdmission[])[new PodWorkloadIdentity(store, tenant)] : [],
        ];
        return new(new RegistryParts(store, clock, RuleSet.All, admissions, [new ServiceAllocator(store, new(options.ServiceCidr), options.ClusterKey)]), authorizer);
    }
}
