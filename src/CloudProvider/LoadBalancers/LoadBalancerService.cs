using System.Text.Json.Nodes;
using Verditer.Core;

namespace Verditer.CloudProvider;

/// <summary>Makes and removes a Service's load balancer in Azure. Every step finds out what is there: it may be repeated at any time.</summary>
internal sealed class LoadBalancerService(
    ResourceManagerClient azure, BalancerNames names, PublicAddresses addresses, BackendPools pools, string location, string? securityGroupId)
{
    /// <summary>Brings everything to what the Service asks for.</summary>
    /// <param name="machines">Ids of the machines that take its traffic.</param>
    /// <returns>The Service's address.</returns>
    public async Task<Outcome<string>> EnsureAsync(ServiceDescription service, IReadOnlyList<string> machines, CancellationToken cancellationToken)
    {
        if (await LeaveAllAsync(service, except: names.Balancer(service.IsInternal), cancellationToken) is { } otherError)
        {
            return otherError;
        }

        var framed = service.IsInternal ? await InternalFrontendAsync(service, cancellationToken) : await PublicFrontendAsync(service, cancellationToken);
        if (!framed.TryGet(out var frontend, out var error))
        {
            return error;
        }

        var id = names.Balancer(service.IsInternal);
        var edited = await azure.EditAsync(id, AzureApi.Network, current =>
        {
            var balancer = current ?? BalancerBody.Empty(location);
            return BalancerBody.Put(balancer, id, service, frontend.Copy()) ? balancer : null;
        }, cancellationToken);
        if (!edited.TryGet(out var balancer, out error))
        {
            return error;
        }

        if (await pools.JoinAsync(names.Pool(service.IsInternal), machines, cancellationToken) is { } poolError)
        {
            return poolError;
        }

        var found = await AddressAsync(balancer!, service, cancellationToken);
        if (!found.TryGet(out var address, out error))
        {
            return error;
        }

        var lastError = await OpenAsync(service, address, service.KnownAddresses, cancellationToken)
            ?? await addresses.RemoveOwnAsync(service, frontend.Text("publicIPAddress", "id"), cancellationToken);
        return lastError is null ? address : lastError;
    }

    /// <summary>Puts new machines behind the Service's load balancer.</summary>
    public Task<CloudError?> UpdateMachinesAsync(ServiceDescription service, IReadOnlyList<string> machines, CancellationToken cancellationToken) =>
        pools.JoinAsync(names.Pool(service.IsInternal), machines, cancellationToken);

    /// <summary>Takes everything away that the Service has in Azure.</summary>
    public async Task<CloudError?> RemoveAsync(ServiceDescription service, CancellationToken cancellationToken) =>
        await OpenAsync(service, null, service.KnownAddresses, cancellationToken)
        ?? await LeaveAllAsync(service, except: null, cancellationToken)
        ?? await addresses.RemoveOwnAsync(service, null, cancellationToken);

    /// <summary>Takes the Service out of the load balancers that it does not ask for.</summary>
    private async Task<CloudError?> LeaveAllAsync(ServiceDescription service, string? except, CancellationToken cancellationToken)
    {
        var listed = await azure.ListAsync(names.Balancers, AzureApi.Network, cancellationToken);
        if (!listed.TryGet(out var balancers, out var error))
        {
            return error;
        }

        foreach (var isInternal in new[] { false, true })
        {
            var id = names.Balancer(isInternal);
            var balancer = balancers.FirstOrDefault(b => Is(b.Text("id"), id));
            if (balancer is not null && !Is(id, except) && await LeaveAsync(balancer, isInternal, service, cancellationToken) is { } refused)
            {
                return refused;
            }
        }

        return null;
    }

    /// <summary>Takes the Service out of a load balancer; one that nobody uses any more goes with it.</summary>
    private async Task<CloudError?> LeaveAsync(JsonObject balancer, bool isInternal, ServiceDescription service, CancellationToken cancellationToken)
    {
        var id = names.Balancer(isInternal);
        if (!BalancerBody.Remove(balancer.Copy(), service))
        {
            return null;
        }

        // The addresses that it had there lose their rules before they go.
        List<string> old = [];
        foreach (var frontend in BalancerBody.Frontends(balancer, service).ToList())
        {
            var found = await AddressOfAsync(frontend, cancellationToken);
            if (!found.TryGet(out var address, out var error))
            {
                return error;
            }

            old.Add(address);
        }

        if (await OpenAsync(service, null, old, cancellationToken) is { } ruleError)
        {
            return ruleError;
        }

        var isEmpty = false;
        var edited = await azure.EditAsync(id, AzureApi.Network, current =>
        {
            var changed = current is not null && BalancerBody.Remove(current, service);
            isEmpty = changed && BalancerBody.HasNoFrontend(current!);
            return changed && !isEmpty ? current : null;
        }, cancellationToken);
        return edited.Error ?? (isEmpty
            ? await pools.LeaveAsync(names.Pool(isInternal), cancellationToken) ?? await azure.DeleteAsync(id, AzureApi.Network, cancellationToken)
            : null);
    }

    private async Task<Outcome<JsonObject>> PublicFrontendAsync(ServiceDescription service, CancellationToken cancellationToken)
    {
        var ensured = await addresses.EnsureAsync(service, cancellationToken);
        return ensured.TryGet(out var address, out var error)
            ? new JsonObject { ["publicIPAddress"] = new JsonObject { ["id"] = address.Text("id") } }
            : error;
    }

    private async Task<Outcome<JsonObject>> InternalFrontendAsync(ServiceDescription service, CancellationToken cancellationToken)
    {
        var found = await pools.FindSubnetAsync(cancellationToken);
        if (!found.TryGet(out var subnet, out var error) && error is not null)
        {
            return error;
        }

        if (subnet is null)
        {
            return CloudError.Of("ensure(" + service.Key + "): failed to get subnet: no scale set of the cluster is in one");
        }

        var id = service.Subnet is null ? subnet : $"{subnet[..subnet.LastIndexOf('/')]}/{service.Subnet}";
        var frontend = new JsonObject
        {
            ["subnet"] = new JsonObject { ["id"] = id },
            ["privateIPAllocationMethod"] = service.WantedAddress is null ? "Dynamic" : "Static",
        };
        if (service.WantedAddress is { } wanted)
        {
            frontend["privateIPAddress"] = wanted;
        }

        return frontend;
    }

    private async Task<Outcome<string>> AddressAsync(JsonObject balancer, ServiceDescription service, CancellationToken cancellationToken) =>
        BalancerBody.Frontends(balancer, service).FirstOrDefault() is { } frontend
            ? await AddressOfAsync(frontend, cancellationToken)
            : CloudError.Of($"load balancer {names.BalancerName} has no frontend for service {service.Key}");

    private async Task<Outcome<string>> AddressOfAsync(JsonObject frontend, CancellationToken cancellationToken)
    {
        if (frontend.Text("properties", "publicIPAddress", "id") is not { } id)
        {
            return frontend.Text("properties", "privateIPAddress") ?? "";
        }

        var read = await addresses.AddressOfAsync(id, cancellationToken);
        return read.TryGet(out var address, out var error) ? address ?? "" : error;
    }

    /// <summary>Opens the security group for the Service at this address, and closes it for the others that it had.</summary>
    private async Task<CloudError?> OpenAsync(
        ServiceDescription service, string? address, IReadOnlyList<string> known, CancellationToken cancellationToken)
    {
        if (securityGroupId is null)
        {
            return null;
        }

        CloudError? full = null;
        var edited = await azure.EditAsync(securityGroupId, AzureApi.Network, group =>
        {
            if (group is null || !SecurityRules.Put(group, service, address, known))
            {
                return null;
            }

            full = SecurityRules.HasNoPlace(group) ? CloudError.Of($"no available priority in security group {securityGroupId}") : null;
            return full is null ? group : null;
        }, cancellationToken);
        return edited.Error ?? full;
    }

    private static bool Is(string? a, string? b) => string.Equals(a, b, StringComparison.OrdinalIgnoreCase);
}
