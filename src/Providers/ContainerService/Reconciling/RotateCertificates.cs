using Verditer.Core;
using Verditer.Operations;
using Verditer.ResourceManager;
using Verditer.Storage;

namespace Verditer.Providers.ContainerService;

/// <summary>
/// Gives a cluster a new CA, new keys and new credentials: a kubeconfig that was fetched before is refused afterwards.
/// Source: https://learn.microsoft.com/azure/aks/certificate-rotation
/// </summary>
internal sealed class RotateCertificates(ClusterStore clusters, ClusterRuntime runtime) : SteppedOperation
{
    public const string KindName = "containerService/rotateCertificates";

    private readonly ClusterEnding _ending = new(clusters);

    public override string Kind => KindName;

    protected override IReadOnlyList<OperationStep> Steps =>
    [
        new("certificates", (operation, cancellationToken) => RunAsync(operation, c => runtime.RotateCertificatesAsync(c, operation.Id, cancellationToken), cancellationToken)),
        new("cloud-provider", (operation, cancellationToken) => RunAsync(operation, c => runtime.StartCloudProviderAsync(c, operation.TenantId, cancellationToken), cancellationToken)),
    ];

    public static NewOperation Begin(Subscription subscription, ClusterView cluster) => new(
        KindName, subscription.TenantId, subscription.Id, ContainerServiceProvider.Name, cluster.Location, cluster.Id.Text, []);

    protected override ValueTask<WriteBatch?> SucceedAsync(OperationRecord operation, CancellationToken cancellationToken) =>
        _ending.EndAsync(operation, ProvisioningStates.Succeeded, cancellationToken);

    protected override ValueTask<WriteBatch?> FailAsync(OperationRecord operation, ArmError error, CancellationToken cancellationToken) =>
        _ending.EndAsync(operation, ProvisioningStates.Failed, cancellationToken);

    private async Task<StepOutcome> RunAsync(OperationRecord operation, Func<ClusterView, Task> run, CancellationToken cancellationToken)
    {
        var stored = await clusters.FindAsync(ResourceId.Parse(operation.ResourceId!), cancellationToken);
        if (stored is null || stored.ProvisioningState == ProvisioningStates.Deleting)
        {
            return ClusterErrors.Preempted();
        }

        try
        {
            await run(ClusterView.Of(stored));
            return StepOutcome.Next;
        }
        catch (ClusterEngineException problem)
        {
            return ClusterErrors.EngineFailed(problem);
        }
    }
}
