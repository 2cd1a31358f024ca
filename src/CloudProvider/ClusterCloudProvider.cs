using Microsoft.Extensions.Logging;
using Verditer.Core;

namespace Verditer.CloudProvider;

/// <summary>The cloud provider of one cluster, from its start to its end.</summary>
internal sealed class ClusterCloudProvider : IAsyncDisposable
{
    private static readonly TimeSpan PauseAfterFault = TimeSpan.FromSeconds(5);

    private readonly CancellationTokenSource _stop = new();
    private readonly Task _work;

    /// <param name="inHand">A token that is used until it ends, whoever's it is; null to sign in first.</param>
    public ClusterCloudProvider(CloudProviderSpec spec, CloudEndpoints endpoints, TimeProvider time, ILogger logger, CloudToken? inHand = null)
    {
        (Spec, TokenInHand) = (spec, inHand);
        _work = Task.Run(() => RunAsync(endpoints, time, logger, _stop.Token));
    }

    public CloudProviderSpec Spec { get; }

    /// <summary>The last token that it worked with, to be read once it has ended.</summary>
    public CloudToken? TokenInHand { get; private set; }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _work;
        _stop.Dispose();
    }

    private async Task RunAsync(CloudEndpoints endpoints, TimeProvider time, ILogger logger, CancellationToken cancellationToken)
    {
        logger.Started(Spec.ClusterName);
        try
        {
            while (true)
            {
                try
                {
                    await RunOnceAsync(endpoints, time, logger, cancellationToken);
                }
                catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
                {
                    logger.BrokeOff(exception, Spec.ClusterName);
                }

                await Task.Delay(PauseAfterFault, time, cancellationToken);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            logger.Stopped(Spec.ClusterName);
        }
    }

    private async Task RunOnceAsync(CloudEndpoints endpoints, TimeProvider time, ILogger logger, CancellationToken cancellationToken)
    {
        using var http = AzureConnection.ToAzure(endpoints);
        using var tokens = new AccessTokens(TokenSource(http, time), time, TokenInHand);
        using var connection = new KubernetesConnection(Spec.Kubeconfig);
        var azure = new ResourceManagerClient(http, tokens, time);
        var names = new BalancerNames($"/subscriptions/{Spec.SubscriptionId}/resourceGroups/{Spec.NodeResourceGroup}", Spec.LoadBalancerName);
        var balancers = new LoadBalancerService(
            azure, names, new PublicAddresses(azure, names, Spec.Location), new BackendPools(azure, names), Spec.Location, Spec.SecurityGroupId);
        using var controller = new ServiceController(new KubernetesApi(connection, time), balancers, time, logger);
        try
        {
            await controller.RunAsync(cancellationToken);
        }
        finally
        {
            TokenInHand = tokens.Kept;
        }
    }

    private ITokenSource TokenSource(HttpClient http, TimeProvider time) => Spec switch
    {
        { MetadataSocket: { } socket } => new ManagedIdentityTokens(socket, time),
        { ServicePrincipal: { } principal } => new ServicePrincipalTokens(http, Spec.TenantId, principal, time),
        _ => throw new InvalidOperationException($"The cloud provider of {Spec.ClusterName} has neither a managed identity nor a service principal."),
    };
}
