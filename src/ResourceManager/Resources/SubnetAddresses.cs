using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;
using Verditer.Core;
using Verditer.Storage;

namespace Verditer.ResourceManager;

/// <summary>
/// Private addresses in subnets: machines and frontends of load balancers take theirs from the same ones. An address is a document of its own, made only where there
/// is none: two owners can never hold the same one, and a request that met a taken address is planned again with another.
/// </summary>
/// <remarks>Source: https://learn.microsoft.com/azure/virtual-network/virtual-networks-faq#are-there-any-restrictions-on-using-ip-addresses-within-these-subnets</remarks>
public sealed class SubnetAddresses(IDocumentStore documents, ResourceStore resources, Lazy<ResourceTypeRegistry> types)
{
    private const string Collection = "subnet-addresses";

    /// <summary>Azure keeps the first four addresses of a subnet and the last one.</summary>
    private const int FirstFree = 4;

    /// <summary>The lowest addresses that nobody has. Errors: <c>InvalidResourceReference</c>, <c>SubnetIsFull</c>.</summary>
    /// <param name="owner">Who asks; named in the refusal.</param>
    public async ValueTask<Result<IReadOnlyList<string>>> FindFreeAsync(ResourceId subnet, int count, ResourceId owner, CancellationToken cancellationToken)
    {
        if (await FindPrefixAsync(subnet, cancellationToken) is not { } prefix)
        {
            return ReferenceCheck.NotFound(owner, subnet);
        }

        var taken = await TakenAsync(subnet, cancellationToken);
        List<string> free = [.. AddressesOf(prefix).Where(a => !taken.Contains(a)).Take(count)];
        return free.Count == count
            ? free
            : new ArmError(400, "SubnetIsFull",
                $"Subnet {subnet.Name} with address prefix {prefix} does not have enough capacity for {count} IP addresses.");
    }

    /// <summary>The refusal of an address that was asked for by name; null where it can be had.</summary>
    public async ValueTask<ArmError?> CheckFreeAsync(ResourceId subnet, string address, ResourceId owner, CancellationToken cancellationToken)
    {
        if (await FindPrefixAsync(subnet, cancellationToken) is not { } prefix)
        {
            return ReferenceCheck.NotFound(owner, subnet);
        }

        if (!IPAddress.TryParse(address, out var ip) || !prefix.Contains(ip))
        {
            return new ArmError(400, "PrivateIPAddressNotInSubnet",
                $"Private static IP address {address} does not belong to the range of subnet prefix {prefix}.");
        }

        if (!AddressesOf(prefix).Contains(address))
        {
            return new ArmError(400, "PrivateIPAddressInReservedRange",
                $"Private static IP address {address} falls within reserved IP range of subnet prefix {prefix}.");
        }

        return (await TakenAsync(subnet, cancellationToken)).Contains(address)
            ? new ArmError(400, "PrivateIPAddressInUse", $"IP configuration {owner.Text} is using the private IP address {address} which is already allocated.")
            : null;
    }

    public static void Take(WriteBatch batch, ResourceId subnet, string address, ResourceId owner) =>
        batch.Create(Collection, KeyOf(subnet, address), Encoding.UTF8.GetBytes(owner.Text));

    public static void Release(WriteBatch batch, ResourceId subnet, string address) => batch.Delete(Collection, KeyOf(subnet, address));

    private static string KeyOf(ResourceId subnet, string address) => $"{subnet.Key}/{address}";

    private static IEnumerable<string> AddressesOf(IPNetwork prefix)
    {
        var start = BitConverter.ToUInt32([.. prefix.BaseAddress.GetAddressBytes().Reverse()]);
        var size = 1L << (32 - prefix.PrefixLength);
        for (long i = FirstFree; i < size - 1; i++)
        {
            yield return new IPAddress([.. BitConverter.GetBytes((uint)(start + i)).Reverse()]).ToString();
        }
    }

    private async ValueTask<HashSet<string>> TakenAsync(ResourceId subnet, CancellationToken cancellationToken)
    {
        var prefix = KeyOf(subnet, "");
        var page = await documents.ListAsync(Collection, prefix, cancellationToken: cancellationToken);
        return [.. page.Documents.Select(d => d.Key[prefix.Length..])];
    }

    private async ValueTask<IPNetwork?> FindPrefixAsync(ResourceId subnet, CancellationToken cancellationToken)
    {
        var handler = types.Value.Find(subnet.Type)?.Handler;
        var found = handler is null ? null : await handler.FindAsync(subnet, resources, cancellationToken);
        var text = found?.Body.Text("properties", "addressPrefix")
            ?? (found?.Body.At("properties", "addressPrefixes") as JsonArray)?.FirstOrDefault()?.ToString();
        return IPNetwork.TryParse(text, out var network) && network.BaseAddress.AddressFamily == AddressFamily.InterNetwork ? network : null;
    }
}
