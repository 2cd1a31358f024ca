using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging;

namespace Verditer.CloudProvider;

/// <summary>
/// Gives each Service of type LoadBalancer its load balancer and takes it back. It looks at what is, not at what happened: it may begin anew at any time.
/// </summary>
/// <remarks>Source of events and their texts: the service controller of https://github.com/kubernetes/cloud-provider</remarks>
internal sealed class ServiceController(
    KubernetesApi api, LoadBalancerService balancers, TimeProvider time, ILogger logger) : IDisposable
{
    private readonly WorkQueue _queue = new(time);
    private readonly EventRecorder _events = new(api, time, logger);
    private readonly ServiceWriter _writer = new(api);

    /// <summary>The Services as they were when their load balancer was last brought up to date, and the machines behind it.</summary>
    private readonly Dictionary<string, (JsonObject Service, IReadOnlyList<string> Machines)> _done = new(StringComparer.Ordinal);

    /// <summary>Works until canceled.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        ObjectCache services = null!;
        services = new ObjectCache(api, "api/v1/services", ServiceChanged, time, logger);
        var nodes = new ObjectCache(api, "api/v1/nodes", (before, after) => NodeChanged(services, before, after), time, logger);
        Task[] all = [services.RunAsync(ended.Token), nodes.RunAsync(ended.Token), WorkAsync(services, nodes, ended.Token)];
        await Task.WhenAny(all);
        await ended.CancelAsync();
        await Task.WhenAll(all);
    }

    public void Dispose() => _queue.Dispose();

    private void ServiceChanged(JsonObject? before, JsonObject? after)
    {
        if (before is null || after is null || !ServiceState.AsksTheSame(before, after))
        {
            _queue.Add(ObjectCache.KeyOf((after ?? before)!));
        }
    }

    private void NodeChanged(ObjectCache services, JsonObject? before, JsonObject? after)
    {
        if (NodeMachines.Of(before) == NodeMachines.Of(after))
        {
            return;
        }

        foreach (var service in services.All.Where(ServiceState.WantsLoadBalancer))
        {
            _queue.Add(ObjectCache.KeyOf(service));
        }
    }

    private async Task WorkAsync(ObjectCache services, ObjectCache nodes, CancellationToken cancellationToken)
    {
        await services.Filled.Task.WaitAsync(cancellationToken);
        await nodes.Filled.Task.WaitAsync(cancellationToken);
        while (true)
        {
            var key = await _queue.TakeAsync(cancellationToken);
            var service = services.Find(key);
            if (service is null)
            {
                _done.Remove(key);
                _queue.Forget(key);
                continue;
            }

            if (await SyncAsync(key, service, NodeMachines.All(nodes.All), cancellationToken) is { } error)
            {
                logger.Retried(key, _queue.Retry(key), error.Text);
            }
            else
            {
                _queue.Forget(key);
            }
        }
    }

    private async Task<CloudError?> SyncAsync(string key, JsonObject service, IReadOnlyList<string> machines, CancellationToken cancellationToken)
    {
        if (ServiceState.NeedsCleanUp(service))
        {
            _done.Remove(key);
            return await ReportAsync(service, await RemoveAsync(service, cancellationToken), cancellationToken);
        }

        if (!ServiceState.WantsLoadBalancer(service))
        {
            return null;
        }

        var sameService = _done.TryGetValue(key, out var done) && ServiceState.AsksTheSame(done.Service, service);
        if (sameService)
        {
            return done.Machines.SequenceEqual(machines) ? null : await UpdateMachinesAsync(key, service, machines, cancellationToken);
        }

        var error = await EnsureAsync(service, machines, cancellationToken);
        if (error is null)
        {
            _done[key] = (service, machines);
        }

        return await ReportAsync(service, error, cancellationToken);
    }

    private async Task<CloudError?> EnsureAsync(JsonObject service, IReadOnlyList<string> machines, CancellationToken cancellationToken)
    {
        await _events.NormalAsync(service, "EnsuringLoadBalancer", "Ensuring load balancer", cancellationToken);
        if (await _writer.AddFinalizerAsync(service, cancellationToken) is { } unmarked)
        {
            return Prefixed("failed to add load balancer cleanup finalizer", unmarked);
        }

        var ensured = await balancers.EnsureAsync(ServiceDescription.Read(service), machines, cancellationToken);
        if (!ensured.TryGet(out var address, out var error))
        {
            return Prefixed("failed to ensure load balancer", error);
        }

        await _events.NormalAsync(service, "EnsuredLoadBalancer", "Ensured load balancer", cancellationToken);
        if (await _writer.SetAddressesAsync(service, [address], cancellationToken) is { } unwritten)
        {
            return Prefixed("failed to update load balancer status", unwritten);
        }

        logger.Ensured(ObjectCache.KeyOf(service), address);
        return null;
    }

    private async Task<CloudError?> RemoveAsync(JsonObject service, CancellationToken cancellationToken)
    {
        await _events.NormalAsync(service, "DeletingLoadBalancer", "Deleting load balancer", cancellationToken);
        if (await balancers.RemoveAsync(ServiceDescription.Read(service), cancellationToken) is { } error)
        {
            return Prefixed("failed to delete load balancer", error);
        }

        if (!ServiceState.IsBeingDeleted(service) && await _writer.SetAddressesAsync(service, [], cancellationToken) is { } unwritten)
        {
            return Prefixed("failed to update load balancer status", unwritten);
        }

        if (await _writer.RemoveFinalizerAsync(service, cancellationToken) is { } unmarked)
        {
            return Prefixed("failed to remove load balancer cleanup finalizer", unmarked);
        }

        await _events.NormalAsync(service, "DeletedLoadBalancer", "Deleted load balancer", cancellationToken);
        logger.Removed(ObjectCache.KeyOf(service));
        return null;
    }

    private async Task<CloudError?> UpdateMachinesAsync(
        string key, JsonObject service, IReadOnlyList<string> machines, CancellationToken cancellationToken)
    {
        if (await balancers.UpdateMachinesAsync(ServiceDescription.Read(service), machines, cancellationToken) is { } error)
        {
            await _events.WarningAsync(
                service, "UpdateLoadBalancerFailed", $"Error updating load balancer with new hosts: {error.Text}", cancellationToken);
            return error;
        }

        _done[key] = (service, machines);
        await _events.NormalAsync(service, "UpdatedLoadBalancer", "Updated load balancer with new hosts", cancellationToken);
        return null;
    }

    private async Task<CloudError?> ReportAsync(JsonObject service, CloudError? error, CancellationToken cancellationToken)
    {
        if (error is not null)
        {
            await _events.WarningAsync(service, "SyncLoadBalancerFailed", $"Error syncing load balancer: {error.Text}", cancellationToken);
        }

        return error;
    }

    private static CloudError Prefixed(string what, CloudError error) => error with { Text = $"{what}: {error.Text}" };
}
