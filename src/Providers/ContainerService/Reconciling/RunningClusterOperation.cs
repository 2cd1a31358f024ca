using Verditer.Core;
using Verditer.Operations;
using Verditer.Storage;

namespace Verditer.Providers.ContainerService;

/// <summary>An operation on what runs of a cluster. A cluster that is being deleted meanwhile ends it, and so does an engine that cannot.</summary>
internal abstract class RunningClusterOperation(ClusterStore clusters) : SteppedOperation
{
    private readonly ClusterEnding _ending = new(clusters);

    protected override ValueTask<WriteBatch?> SucceedAsync(OperationRecord operation, CancellationToken cancellationToken) =>
        _ending.EndAsync(operation, ProvisioningStates.Succeeded, cancellationToken);

    protected override ValueTask<WriteBatch?> FailAsync(OperationRecord operation, ArmError error, CancellationToken cancellationToken) =>
        _ending.EndAsync(operation, ProvisioningStates.Failed, cancellationToken);

    protected async Task<StepOutcome> RunAsync(OperationRecord operation, Func<ClusterView, Task> run, CancellationToken cancellationToken)
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
