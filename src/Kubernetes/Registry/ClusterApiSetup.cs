using Verditer.Storage;

namespace Verditer.Kubernetes;

/// <summary>What a cluster's API is made with.</summary>
/// <param name="ServiceCidr">Cluster IPs come out of it.</param>
public sealed record ClusterApiOptions(string ClusterKey, string ServiceCidr = "10.0.0.0/16");

public static class ClusterApiSetup
{
    /// <summary>Opens a cluster's API on what is stored of it. Dispose it to stop following the store.</summary>
    /// <param name="clock">Verditer's clock.</param>
    public static async Task<ClusterApi> OpenAsync(
        IDocumentStore documents, ClusterApiOptions options, TimeProvider clock, CancellationToken cancellationToken = default)
    {
        var store = await ObjectStore.OpenAsync(documents, options.ClusterKey, cancellationToken);
        return new(new RegistryParts(store, clock, RuleSet.All, [new NamespaceLifecycle(store)], []));
    }
}
