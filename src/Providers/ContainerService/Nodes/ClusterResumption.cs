using Microsoft.Extensions.Logging;
using Verditer.ResourceManager;

namespace Verditer.Providers.ContainerService;

/// <summary>
/// Brings up all clusters again after a start of the process. One that cannot be brought up does not keep the others from it. A cluster under creation is left to its
/// operation, which goes on by itself.
/// </summary>
public sealed partial class ClusterResumption
{
    private readonly ClusterStore _clusters;
    private readonly ClusterRuntime _runtime;
    private readonly SubscriptionIndex _subscriptions;
    private readonly ILogger<ClusterResumption> _logger;

    internal ClusterResumption(ClusterStore clusters, ClusterRuntime runtime, SubscriptionIndex subscriptions, ILogger<ClusterResumption> logger) =>
        (_clusters, _runtime, _subscriptions, _logger) = (clusters, runtime, subscriptions, logger);

    /// <summary>Called once the port is open: cloud providers sign in over it.</summary>
    public async Task RunAsync(CancellationToken cancellationToken = default)
    {
        foreach (var cluster in await _clusters.ListAllAsync(cancellationToken))
        {
            if (cluster.IsStopped || !cluster.IsFurnished || cluster.State == ProvisioningStates.Deleting || _subscriptions.Find(cluster.Id.SubscriptionId) is not { } subscription)
            {
                continue;
            }

            await ResumeAsync(cluster, subscription, cancellationToken);
        }
    }

    private async Task ResumeAsync(ClusterView cluster, Subscription subscription, CancellationToken cancellationToken)
    {
        try
        {
            if (await _runtime.ResumeAsync(cluster, subscription.TenantId, cancellationToken) is { } error)
            {
                LogRefused(cluster.Id.Text, error.Code, error.Message);
            }
        }
        catch (Exception problem) when (problem is not OperationCanceledException)
        {
            LogFailed(problem, cluster.Id.Text);
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The cluster {Cluster} could not be brought up again: {Code}: {Text}")]
    private partial void LogRefused(string cluster, string code, string text);

    [LoggerMessage(Level = LogLevel.Error, Message = "The cluster {Cluster} could not be brought up again")]
    private partial void LogFailed(Exception problem, string cluster);
}
