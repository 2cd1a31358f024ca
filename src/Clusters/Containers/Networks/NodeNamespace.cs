using System.Text.Json.Nodes;
using Verditer.Core;

namespace Verditer.Clusters.Containers;

/// <summary>The network namespace of a node: its address in the virtual network, the address of the metadata service, routes to the pods of other nodes.</summary>
internal static class NodeNamespace
{
    public const string MetadataAddress = "169.254.169.254";
    private const string Interface = "eth0";

    /// <summary>Marks the routes that <see cref="RouteAsync"/> keeps.</summary>
    private const string RouteProtocol = "186";

    /// <summary>Makes the namespace, or what is missing of it.</summary>
    public static async Task EnsureAsync(string name, string router, string port, string address, Ipv4Prefix subnet, CancellationToken cancellationToken)
    {
        if (File.Exists(HostNames.PathOf(name)))
        {
            if (await HasAddressAsync(name, $"{address}/{subnet.Length}", cancellationToken) && await IsWholeAsync(name, cancellationToken))
            {
                await MetadataGuard.ApplyAsync(name, Interface, cancellationToken);
                return;
            }

            await RemoveAsync(name);
        }

        await HostCommand.RunAsync("ip", ["netns", "add", name], cancellationToken: cancellationToken);
        try
        {
            await HostCommand.TryAsync("ip", "-n", router, "link", "del", port);
            await VirtualNetworks.IpAsync(
                name,
                cancellationToken,
                "link set lo up",
                $"addr add {MetadataAddress}/32 dev lo",
                $"link add {Interface} type veth peer name {port} netns {router}",
                $"addr add {address}/{subnet.Length} dev {Interface}",
                $"link set {Interface} up");
            await VirtualNetworks.IpAsync(router, cancellationToken, $"link set {port} master {VirtualNetworks.Bridge}", $"link set {port} up");
            await ForwardAsync(name, cancellationToken);
            await MetadataGuard.ApplyAsync(name, Interface, cancellationToken);
            await VirtualNetworks.IpAsync(name, cancellationToken, $"route replace default via {subnet.Gateway}");
        }
        catch
        {
            await RemoveAsync(name);
            throw;
        }
    }

    /// <summary>Pods that leave the cluster's pod network get the node's address.</summary>
    public static Task MasqueradeAsync(string name, Ipv4Prefix podCidr, Ipv4Prefix clusterPodCidr, CancellationToken cancellationToken) => ApplyRulesAsync(name, $$"""
        chain out {
          type nat hook postrouting priority srcnat;
          ip saddr {{podCidr}} ip daddr != {{clusterPodCidr}} oifname "{{Interface}}" masquerade
        }
        """, cancellationToken);

    /// <summary>Routes to the pods of other nodes; what was routed before and is not wanted any more goes.</summary>
    /// <param name="wanted">Pod addresses and the node that has them.</param>
    public static async Task RouteAsync(string name, IReadOnlyDictionary<string, string> wanted, CancellationToken cancellationToken)
    {
        var answer = await HostCommand.RunAsync("ip", ["-n", name, "-j", "route", "show", "proto", RouteProtocol], cancellationToken: cancellationToken);
        var present = answer.Trim().Length == 0 ? [] : JsonNode.Parse(answer) as JsonArray ?? [];
        var commands = present.Select(route => route.Text("dst")).OfType<string>().Where(route => !wanted.ContainsKey(route)).Select(route => $"route del {route} proto {RouteProtocol}")
            .Concat(wanted.Where(route => !present.Any(known => known.Text("dst") == route.Key && known.Text("gateway") == route.Value))
                .Select(route => $"route replace {route.Key} via {route.Value} dev {Interface} onlink proto {RouteProtocol}"))
            .ToArray();
        if (commands.Length > 0)
        {
            await VirtualNetworks.IpAsync(name, cancellationToken, commands);
        }
    }

    /// <summary>Whether a namespace was made to its end: its default route comes last. One whose maker was killed before is made anew.</summary>
    public static async Task<bool> IsWholeAsync(string name, CancellationToken cancellationToken) =>
        (await HostCommand.RunAsync("ip", ["-n", name, "-4", "route", "show", "default"], cancellationToken: cancellationToken)).Trim().Length > 0;

    public static async Task RemoveAsync(string name)
    {
        if (File.Exists(HostNames.PathOf(name)))
        {
            // The kernel takes a namespace apart later; its place on the network has to be free now.
            await HostCommand.TryAsync("ip", "-n", name, "link", "del", Interface);
            await HostCommand.TryAsync("ip", "netns", "del", name);
        }
    }

    public static Task ForwardAsync(string name, CancellationToken cancellationToken) => SwitchOnAsync(name, "ip_forward", cancellationToken);

    /// <summary>Sets a switch of IPv4 in a namespace.</summary>
    /// <param name="setting">Its path below <c>/proc/sys/net/ipv4</c>.</param>
    public static Task SwitchOnAsync(string name, string setting, CancellationToken cancellationToken) =>
        HostCommand.RunAsync("nsenter", [$"--net={HostNames.PathOf(name)}", "sh", "-c", $"echo 1 > /proc/sys/net/ipv4/{setting}"], cancellationToken: cancellationToken);

    /// <summary>Replaces a table of a namespace.</summary>
    /// <param name="chains">What is in it.</param>
    public static Task ApplyRulesAsync(string name, string chains, CancellationToken cancellationToken, string table = "verditer") => HostCommand.RunAsync(
        "nsenter", [$"--net={HostNames.PathOf(name)}", "nft", "-f", "-"], $"add table ip {table}\ndelete table ip {table}\ntable ip {table} {{\n{chains}\n}}\n", cancellationToken);

    private static async Task<bool> HasAddressAsync(string name, string address, CancellationToken cancellationToken)
    {
        var list = JsonNode.Parse(await HostCommand.RunAsync("ip", ["-n", name, "-4", "-j", "addr", "show"], cancellationToken: cancellationToken));
        return (list as JsonArray ?? [])
            .SelectMany(link => link.At("addr_info") as JsonArray ?? [])
            .Any(one => $"{one.Text("local")}/{one.Number("prefixlen")}" == address);
    }
}
