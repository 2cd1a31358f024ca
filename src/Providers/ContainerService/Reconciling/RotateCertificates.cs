using Verditer.Operations;
using Verditer.ResourceManager;

namespace Verditer.Providers.ContainerService;

/// <summary>
/// Gives a cluster a new CA, new keys and new credentials: a kubeconfig that was fetched before is refused afterwards.
/// Source: https://learn.microsoft.com/azure/aks/certificate-rotation
/// </summary>
internal sealed class RotateCertificates(ClusterStore clusters, ClusterRuntime runtime) : RunningClusterOperation(clusters)
{
    public const string KindName = "containerService/rotateCertificates";

    public override string Kind => KindName;

    protected override IReadOnlyList<OperationStep> Steps =>
    [
        new("certificates", (operation, cancellationToken) => RunAsync(operation, c => runtime.RotateCertificatesAsync(c, operation.Id, cancellationToken), cancellationToken)),
        new("cloud-provider", (operation, cancellationToken) => RunAsync(operation, c => runtime.StartCloudProviderAsync(c, operation.TenantId, cancellationToken), cancellationToken)),
    ];

    public static NewOperation Begin(Subscription subscription, ClusterView cluster) => new(
        KindName, subscription.TenantId, subscription.Id, ContainerServiceProvider.Name, cluster.Location, cluster.Id.Text, []);
}
