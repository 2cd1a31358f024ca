using System.Text.Json.Nodes;
using Verditer.Core;

namespace Verditer.Clusters.Containers;

/// <summary>
/// Virtual networks: each is a network namespace of its own with a bridge, on which its nodes are, the gateway of each subnet, and a way out through the host. So two
/// virtual networks may use the same addresses, as in Azure.
/// </summary>
internal sealed class VirtualNetworks(HostNames names) : IDisposable
{
    public const string Bridge = "br0";
    private const string Out = "out0";
    private const int LinkLength = 30;

    private readonly SemaphoreSlim _gate = new(1, 1);

    /// <summary>Nodes that are on a network, or are about to be, by their namespaces; with the network's router.</summary>
    private readonly Dictionary<string, string> _claims = new(StringComparer.Ordinal);

    /// <summary>Makes what is missing of a network and one of its subnets.</summary>
    /// <param name="network">The network's own name; any text.</param>
    /// <param name="node">The namespace of the node that is to be on it.</param>
    /// <returns>The namespace of its router.</returns>
    public async Task<string> EnsureAsync(string network, string node, Ipv4Prefix subnet, CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            var router = names.Router(network);
            _claims[node] = router;
            if (File.Exists(HostNames.PathOf(router)) && !await NodeNamespace.IsWholeAsync(router, cancellationToken))
            {
                await NodeNamespace.RemoveAsync(router);
            }

            if (!File.Exists(HostNames.PathOf(router)))
            {
                await MakeAsync(router, names.UplinkOf(router), cancellationToken);
            }

            await IpAsync(router, cancellationToken, $"addr replace {subnet.Gateway}/{subnet.Length} dev {Bridge}");
            return router;
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>A node is gone: networks on which none is any more are removed.</summary>
    public async Task LeaveAsync(string node, CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            _claims.Remove(node);
            foreach (var router in Namespaces($"*{HostNames.RouterSuffix}").Where(router => !_claims.ContainsValue(router)))
            {
                if (!await HasPortsAsync(router, cancellationToken))
                {
                    await HostCommand.TryAsync("ip", "link", "del", names.UplinkOf(router));
                    await HostCommand.TryAsync("ip", "netns", "del", router);
                }
            }

            if (Namespaces("*").Count == 0)
            {
                await new HostRules(names).RemoveAsync();
            }
        }
        finally
        {
            _gate.Release();
        }
    }

    public void Dispose() => _gate.Dispose();

    /// <summary>Commands of <c>ip</c>, in a namespace or (null) on the host.</summary>
    /// <exception cref="HostCommandException">One failed, or is more than one.</exception>
    public static Task IpAsync(string? networkNamespace, CancellationToken cancellationToken, params string[] commands) =>
        Array.Find(commands, command => command.Any(char.IsControl)) is { } several
            ? throw new HostCommandException($"'ip {several.ReplaceLineEndings(" ")}' is not one command.")
            : HostCommand.RunAsync("ip", [.. networkNamespace is null ? Array.Empty<string>() : ["-n", networkNamespace], "-batch", "-"], string.Join('\n', commands) + "\n", cancellationToken);

    private List<string> Namespaces(string pattern) => Directory.Exists(HostNames.NamespaceFolder)
        ? [.. Directory.EnumerateFiles(HostNames.NamespaceFolder, names.NamespacePrefix + pattern).Select(path => Path.GetFileName(path))]
        : [];

    private async Task MakeAsync(string router, string uplink, CancellationToken cancellationToken)
    {
        await new HostRules(names).ApplyAsync(cancellationToken);
        await HostCommand.TryAsync("ip", "link", "del", uplink);
        var link = await ChooseLinkAsync(cancellationToken);
        await HostCommand.RunAsync("ip", ["netns", "add", router], cancellationToken: cancellationToken);
        try
        {
            await IpAsync(
                null,
                cancellationToken,
                $"link add {uplink} type veth peer name {Out} netns {router}",
                $"addr add {link.Address(1)}/{LinkLength} dev {uplink}",
                $"link set {uplink} up");
            await IpAsync(
                router,
                cancellationToken,
                "link set lo up",
                $"link add {Bridge} type bridge",
                $"link set {Bridge} up",
                $"addr add {link.Address(2)}/{LinkLength} dev {Out}",
                $"link set {Out} up");
            await NodeNamespace.ForwardAsync(router, cancellationToken);
            await NodeNamespace.ApplyRulesAsync(router, $$"""
                chain out {
                  type nat hook postrouting priority srcnat;
                  oifname "{{Out}}" masquerade
                }
                """, cancellationToken);
            await IpAsync(router, cancellationToken, $"route replace default via {link.Address(1)}");
        }
        catch
        {
            await HostCommand.TryAsync("ip", "netns", "del", router);
            throw;
        }
    }

    /// <summary>Four addresses that no interface of the host has.</summary>
    private static async Task<Ipv4Prefix> ChooseLinkAsync(CancellationToken cancellationToken)
    {
        var list = JsonNode.Parse(await HostCommand.RunAsync("ip", ["-4", "-j", "addr", "show"], cancellationToken: cancellationToken));
        var taken = (list as JsonArray ?? [])
            .SelectMany(link => link.At("addr_info") as JsonArray ?? [])
            .Select(address => address.Text("local"))
            .ToHashSet();
        for (var offset = 0U; offset < 1 << 16; offset += 4)
        {
            var link = new Ipv4Prefix(HostRules.LinkRange.Base + offset, LinkLength);
            if (!taken.Contains(link.Address(1)))
            {
                return link;
            }
        }

        throw new HostCommandException($"No four addresses of {HostRules.LinkRange} are free on this host.");
    }

    private static async Task<bool> HasPortsAsync(string router, CancellationToken cancellationToken) =>
        (await HostCommand.RunAsync("ip", ["-n", router, "-o", "link", "show", "master", Bridge], cancellationToken: cancellationToken)).Trim().Length > 0;
}
