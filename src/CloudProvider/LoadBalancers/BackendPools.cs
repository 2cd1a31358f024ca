using System.Text.Json.Nodes;
using Verditer.Core;

namespace Verditer.CloudProvider;

/// <summary>Which machines stand behind a load balancer: scale sets and their instances carry the backend pool in their primary network interface.</summary>
internal sealed class BackendPools(ResourceManagerClient azure, BalancerNames names)
{
    /// <summary>Puts the scale sets of these machines, and the machines, behind the pool.</summary>
    public Task<CloudError?> JoinAsync(string pool, IReadOnlyList<string> machines, CancellationToken cancellationToken) =>
        ForEachAsync(set => machines.Any(m => IsInstance(set, m)), pools => Add(pools, pool), m => machines.Contains(m, StringComparer.OrdinalIgnoreCase), cancellationToken);

    /// <summary>Takes everything out of the pool.</summary>
    public Task<CloudError?> LeaveAsync(string pool, CancellationToken cancellationToken) =>
        ForEachAsync(_ => true, pools => Remove(pools, pool), _ => true, cancellationToken);

    /// <summary>The subnet in which the nodes are: that of the first scale set.</summary>
    public async Task<Outcome<string?>> FindSubnetAsync(CancellationToken cancellationToken)
    {
        var listed = await azure.ListAsync(names.ScaleSets, AzureApi.Compute, cancellationToken);
        return listed.TryGet(out var sets, out var error)
            ? sets.Select(s => PrimaryOf(Interfaces(s, ScaleSetPath)).Text("properties", "subnet", "id")).OfType<string>().FirstOrDefault()
            : error;
    }

    private static readonly string[] ScaleSetPath = ["properties", "virtualMachineProfile", "networkProfile", "networkInterfaceConfigurations"];
    private static readonly string[] InstancePath = ["properties", "networkProfileConfiguration", "networkInterfaceConfigurations"];

    private async Task<CloudError?> ForEachAsync(
        Predicate<string> isSetConcerned, Predicate<JsonArray> change, Predicate<string> isMachineConcerned, CancellationToken cancellationToken)
    {
        var listed = await azure.ListAsync(names.ScaleSets, AzureApi.Compute, cancellationToken);
        if (!listed.TryGet(out var sets, out var error))
        {
            return error;
        }

        foreach (var set in sets.Where(s => isSetConcerned(s.Text("id")!)))
        {
            if (await WriteAsync(set, ScaleSetPath, change, cancellationToken) is { } refused)
            {
                return refused;
            }

            var instances = await azure.ListAsync(set.Text("id")! + "/virtualMachines?$expand=instanceView", AzureApi.Compute, cancellationToken);
            if (!instances.TryGet(out var all, out error))
            {
                return error;
            }

            foreach (var instance in all.Where(i => isMachineConcerned(i.Text("id")!)))
            {
                if (await WriteAsync(instance, InstancePath, change, cancellationToken) is { } instanceRefused)
                {
                    return instanceRefused;
                }
            }
        }

        return null;
    }

    /// <summary>Writes only what has changed and where it belongs: a scale set takes a partial body.</summary>
    private async Task<CloudError?> WriteAsync(
        JsonObject resource, string[] path, Predicate<JsonArray> change, CancellationToken cancellationToken)
    {
        var interfaces = Interfaces(resource, path).DeepClone().AsArray();
        if (PrimaryOf(interfaces) is not JsonObject primary)
        {
            return null;
        }

        var properties = primary.Section("properties");
        var pools = properties["loadBalancerBackendAddressPools"] as JsonArray ?? [];
        properties["loadBalancerBackendAddressPools"] = pools;
        if (!change(pools))
        {
            return null;
        }

        var body = new JsonObject { ["location"] = resource.Text("location") };
        path[..^1].Aggregate(body, (node, name) => node.Section(name))[path[^1]] = interfaces;
        var written = await azure.PutAsync(resource.Text("id")!, AzureApi.Compute, body, cancellationToken);
        return written.Error;
    }

    private static JsonArray Interfaces(JsonObject resource, string[] path) => resource.At(path) as JsonArray ?? [];

    /// <summary>The primary IP configuration of the primary interface.</summary>
    private static JsonNode? PrimaryOf(JsonArray interfaces) => Primary(Primary(interfaces).At("properties", "ipConfigurations") as JsonArray ?? []);

    private static JsonNode? Primary(JsonArray list) => list.FirstOrDefault(n => n.Flag("properties", "primary") == true) ?? list.FirstOrDefault();

    private static bool Add(JsonArray pools, string pool)
    {
        if (pools.Any(p => Is(p.Text("id"), pool)))
        {
            return false;
        }

        pools.Add((JsonNode)new JsonObject { ["id"] = pool });
        return true;
    }

    private static bool Remove(JsonArray pools, string pool)
    {
        var gone = pools.Where(p => Is(p.Text("id"), pool)).ToList();
        gone.ForEach(p => pools.Remove(p));
        return gone.Count > 0;
    }

    private static bool IsInstance(string scaleSet, string machine) => machine.StartsWith(scaleSet + "/", StringComparison.OrdinalIgnoreCase);

    private static bool Is(string? a, string b) => string.Equals(a, b, StringComparison.OrdinalIgnoreCase);
}
