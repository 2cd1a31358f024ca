using Verditer.Core;
using Verditer.Operations;
using Verditer.ResourceManager;
using Verditer.Storage;

namespace Verditer.Providers.ContainerService;

/// <summary>
/// Brings a cluster to what its resource says, for a creation and for every change alike: each step makes what is missing and leaves what is there. A cluster that is
/// being deleted meanwhile ends the work.
/// </summary>
internal sealed class ReconcileCluster(ClusterStore clusters, SubscriptionIndex subscriptions, IEnumerable<IClusterStep> steps) : SteppedOperation
{
    public const string KindName = "containerService/reconcileCluster";

    private readonly ClusterEnding _ending = new(clusters);

    private IReadOnlyList<OperationStep>? _steps;

    public override string Kind => KindName;

    protected override IReadOnlyList<OperationStep> Steps => _steps ??=
        [.. steps.Select(step => new OperationStep(step.Name, (operation, cancellationToken) => RunAsync(step, operation, cancellationToken)))];

    public static NewOperation Start(Subscription subscription, ClusterView cluster) => new(
        KindName, subscription.TenantId, subscription.Id, ContainerServiceProvider.Name, cluster.Location, cluster.Id.Text, []);

    protected override ValueTask<WriteBatch?> SucceedAsync(OperationRecord operation, CancellationToken cancellationToken) =>
        _ending.EndAsync(operation, ProvisioningStates.Succeeded, cancellationToken);

    protected override ValueTask<WriteBatch?> FailAsync(OperationRecord operation, ArmError error, CancellationToken cancellationToken) =>
        _ending.EndAsync(operation, ProvisioningStates.Failed, cancellationToken);

    private async Task<StepOutcome> RunAsync(IClusterStep step, OperationRecord operation, CancellationToken cancellationToken)
    {
        var stored = await clusters.FindAsync(ResourceId.Parse(operation.ResourceId!), cancellationToken);
        if (stored is null || stored.ProvisioningState == ProvisioningStates.Deleting)
        {
            return ClusterErrors.Preempted();
        }

        var rules = ClusterRules.Of(subscriptions.Find(operation.SubscriptionId)!.Rules);
        try
        {
            return await step.RunAsync(new(ClusterView.Of(stored), rules, operation), cancellationToken) is { } error ? error : StepOutcome.Next;
        }
        catch (ClusterEngineException problem)
        {
            return ClusterErrors.EngineFailed(problem);
        }
    }
}
