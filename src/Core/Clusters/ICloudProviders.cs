namespace Verditer.Core;

/// <summary>Runs a cloud provider for each cluster: a plain Azure client that acts as the cluster's identity.</summary>
public interface ICloudProviders
{
    /// <summary>Starts it, or restarts it when the description changed.</summary>
    Task StartAsync(CloudProviderSpec spec, CancellationToken cancellationToken = default);

    Task StopAsync(string clusterKey, CancellationToken cancellationToken = default);
}

/// <summary>What the real cloud provider reads from <c>azure.json</c>, and how it reaches its cluster.</summary>
/// <param name="Kubeconfig">Path of the kubeconfig of the cloud provider's own Kubernetes user.</param>
/// <param name="MetadataSocket">Path of the control plane's own metadata listener; null for a cluster on a service principal.</param>
/// <param name="ServicePrincipal">The service principal; null for a cluster on managed identity.</param>
public sealed record CloudProviderSpec(
    string ClusterKey,
    string TenantId,
    string SubscriptionId,
    string NodeResourceGroup,
    string Location,
    string ClusterName,
    string LoadBalancerName,
    string? SecurityGroupId,
    string Kubeconfig,
    string? MetadataSocket,
    ServicePrincipalCredential? ServicePrincipal);

/// <summary>A client id and its secret. Never logged: <see cref="ToString"/> leaves the secret out.</summary>
public sealed record ServicePrincipalCredential(string ClientId, string Secret)
{
    public override string ToString() => $"ServicePrincipalCredential({ClientId})";
}
