using Verditer.Core;
using Verditer.Operations;
using Verditer.ResourceManager;

namespace Verditer.Providers.ContainerService;

/// <summary>
/// Gives a cluster a new key that signs service-account tokens; its issuer shows the old one too for a day.
/// Source: https://learn.microsoft.com/azure/aks/use-oidc-issuer#rotate-the-oidc-key
/// </summary>
internal sealed class RotateSigningKeys(ClusterStore clusters, IClusterEngine engine) : RunningClusterOperation(clusters)
{
    public const string KindName = "containerService/rotateSigningKeys";

    public override string Kind => KindName;

    protected override IReadOnlyList<OperationStep> Steps =>
    [
        new("signing-keys", (operation, cancellationToken) => RunAsync(operation, c => engine.RotateServiceAccountKeysAsync(c.Key, operation.Id, cancellationToken), cancellationToken)),
    ];

    public static NewOperation Begin(Subscription subscription, ClusterView cluster) => new(
        KindName, subscription.TenantId, subscription.Id, ContainerServiceProvider.Name, cluster.Location, cluster.Id.Text, []);
}
