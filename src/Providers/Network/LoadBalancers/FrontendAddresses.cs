using System.Text.Json.Nodes;
using Verditer.Core;
using Verditer.ResourceManager;
using Verditer.Storage;

namespace Verditer.Providers.Network;

/// <summary>The private addresses of a load balancer's frontends: each keeps its own while it stays in its subnet, and gives it back when it goes.</summary>
internal sealed class FrontendAddresses(SubnetAddresses addresses)
{
    /// <summary>Fills in the addresses. The writes that take and release them are added to <paramref name="extras"/>.</summary>
    public async ValueTask<ArmError?> AssignAsync(WriteRequest request, WriteExtras extras, CancellationToken cancellationToken)
    {
        var held = request.Existing is { } existing ? Held(existing.Body) : [];
        Dictionary<string, Queue<string>> free = [];
        List<(ResourceId Subnet, string Address)> taken = [];
        var frontends = Private(request.Body).ToList();
        foreach (var (frontend, subnet) in frontends)
        {
            var properties = frontend.Section("properties");
            var isStatic = string.Equals(properties.Text("privateIPAllocationMethod"), "Static", StringComparison.OrdinalIgnoreCase);
            properties["privateIPAllocationMethod"] = isStatic ? "Static" : "Dynamic";
            properties["privateIPAddressVersion"] ??= "IPv4";
            var kept = held.TryGetValue(frontend.Text("name")!, out var before) && before.Subnet.Equals(subnet) ? before.Address : null;
            if (kept is not null && (!isStatic || properties.Text("privateIPAddress") == kept))
            {
                properties["privateIPAddress"] = kept;
                held.Remove(frontend.Text("name")!);
                continue;
            }

            if (isStatic && properties.Text("privateIPAddress") is { } asked)
            {
                if (await addresses.CheckFreeAsync(subnet, asked, request.Id, cancellationToken) is { } refused)
                {
                    return refused;
                }

                taken.Add((subnet, asked));
                continue;
            }

            if (!free.TryGetValue(subnet.Key, out var queue))
            {
                var found = await addresses.FindFreeAsync(subnet, frontends.Count(f => f.Subnet.Equals(subnet)), request.Id, cancellationToken);
                if (!found.TryGet(out var some, out var error))
                {
                    return error;
                }

                free[subnet.Key] = queue = new(some.Except(frontends.Select(f => f.Frontend.Text("properties", "privateIPAddress")).OfType<string>()));
            }

            var address = queue.Dequeue();
            properties["privateIPAddress"] = address;
            taken.Add((subnet, address));
        }

        extras.Also += batch =>
        {
            held.Values.ToList().ForEach(h => SubnetAddresses.Release(batch, h.Subnet, h.Address));
            taken.ForEach(t => SubnetAddresses.Take(batch, t.Subnet, t.Address, request.Id));
        };
        return null;
    }

    /// <summary>Adds the writes that give all addresses of a load balancer back.</summary>
    public static void ReleaseAll(WriteBatch batch, JsonObject balancer) =>
        Held(balancer).Values.ToList().ForEach(h => SubnetAddresses.Release(batch, h.Subnet, h.Address));

    private static Dictionary<string, (ResourceId Subnet, string Address)> Held(JsonObject balancer) => Private(balancer)
        .Where(f => f.Frontend.Text("properties", "privateIPAddress") is not null)
        .ToDictionary(f => f.Frontend.Text("name")!, f => (f.Subnet, f.Frontend.Text("properties", "privateIPAddress")!), StringComparer.OrdinalIgnoreCase);

    private static IEnumerable<(JsonObject Frontend, ResourceId Subnet)> Private(JsonObject balancer)
    {
        foreach (var frontend in (balancer.At("properties", "frontendIPConfigurations") as JsonArray ?? []).OfType<JsonObject>())
        {
            if (ResourceId.TryParse(frontend.Text("properties", "subnet", "id"), out var subnet))
            {
                yield return (frontend, subnet);
            }
        }
    }
}
