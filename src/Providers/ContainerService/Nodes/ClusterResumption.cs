using Microsoft.Extensions.Logging;
using Verditer.Core;
using Verditer.Operations;
using Verditer.ResourceManager;

namespace Verditer.Providers.ContainerService;

/// <summary>
/// Brings up all clusters again after a start of the process. One that cannot be brought up does not keep the others from it. A cluster on which an operation goes on is
/// brought up when that has ended, from what it has then become.
/// </summary>
public sealed partial class ClusterResumption
{
    private readonly ClusterStore _clusters;
    private readonly ClusterRuntime _runtime;
    private readonly SubscriptionIndex _subscriptions;
    private readonly IOperations _operations;
    private readonly ILogger<ClusterResumption> _logger;

    internal ClusterResumption(
        ClusterStore clusters, ClusterRuntime runtime, SubscriptionIndex subscriptions, IOperations operations, ILogger<ClusterResumption> logger) =>
        (_clusters, _runtime, _subscriptions, _operations, _logger) = (clusters, runtime, subscriptions, operations, logger);

    /// <summary>Called once the port is open: cloud providers sign in over it.</summary>
    /// <param name="stopping">Canceled when the process stops; ends what is still waited for.</param>
    /// <returns>Answers when all clusters without a running operation are up.</returns>
    public async Task RunAsync(CancellationToken stopping = default)
    {
        foreach (var cluster in await _clusters.ListAllAsync(stopping))
        {
            if (_operations.Running(cluster.Id.Text).Count > 0)
            {
                _ = ResumeLaterAsync(cluster.Id, stopping);
            }
            else
            {
                await ResumeAsync(cluster.Id, stopping);
            }
        }
    }

    private async Task ResumeLaterAsync(ResourceId id, CancellationToken stopping)
    {
        try
        {
            while (_operations.Running(id.Text) is [var first, ..])
            {
                await _operations.WaitAsync(first.Id, stopping);
            }
        }
        catch (OperationCanceledException)
        {
            return;
        }
        catch (KeyNotFoundException)
        {
            // The record of an operation that ended long ago has gone meanwhile.
        }

        await ResumeAsync(id, stopping);
    }

    private async Task ResumeAsync(ResourceId id, CancellationToken stopping)
    {
        try
        {
            if (await _clusters.FindAsync(id, stopping) is not { } stored || _subscriptions.Find(id.SubscriptionId) is not { } subscription)
            {
                return;
            }

            var cluster = ClusterView.Of(stored);
            if (cluster.IsFurnished && !cluster.IsStopped && cluster.State != ProvisioningStates.Deleting
                && await _runtime.ResumeAsync(cluster, subscription.TenantId, stopping) is { } error)
            {
                LogRefused(id.Text, error.Code, error.Message);
            }
        }
        catch (OperationCanceledException)
        {
            // The process stops.
        }
        catch (Exception problem)
        {
            LogFailed(problem, id.Text);
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The cluster {Cluster} could not be brought up again: {Code}: {Text}")]
    private partial void LogRefused(string cluster, string code, string text);

    [LoggerMessage(Level = LogLevel.Error, Message = "The cluster {Cluster} could not be brought up again")]
    private partial void LogFailed(Exception problem, string cluster);
}
