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
            if (await HasAddressAsync(name, $"{address}/{subnet.Length}", cancellationToken))
            {
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
            await VirtualNetworks.IpAsync(name, cancellationToken, $"route replace default via {subnet.Gateway}");
            await ForwardAsync(name, cancellationToken);
        }
        catch
        {
            await RemoveAsync(name);
            throw;
        }
    }

    /// <summary>Pods that leave the cluster's pod network get the node's address.</summary>
    public static Task MasqueradeAsync(string name, string podCidr, string clusterPodCidr, CancellationToken cancellationToken) => ApplyRulesAsync(name, $$"""
        table ip verditer {
          chain out {
            type nat hook postrouting priority srcnat;
            ip saddr {{podCidr}} ip daddr != {{clusterPodCidr}} oifname "{{Interface}}" masquerade
          }
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

    public static async Task RemoveAsync(string name)
    {
        if (File.Exists(HostNames.PathOf(name)))
        {
            // The kernel takes a namespace apart later; its place on the network has to be free now.
            await HostCommand.TryAsync("ip", "-n", name, "link", "del", Interface);
            await HostCommand.TryAsync("ip", "netns", "del", name);
        }
    }

    public static Task ForwardAsync(string name, CancellationToken cancellationToken) =>
        HostCommand.RunAsync("nsenter", [$"--net={HostNames.PathOf(name)}", "sh", "-c", "echo 1 > /proc/sys/net/ipv4/ip_forward"], cancellationToken: cancellationToken);

    /// <summary>Replaces the table <c>ip verditer</c> of a namespace.</summary>
    public static Task ApplyRulesAsync(string name, string table, CancellationToken cancellationToken) => HostCommand.RunAsync(
        "nsenter", [$"--net={HostNames.PathOf(name)}", "nft", "-f", "-"], $"add table ip verditer\ndelete table ip verditer\n{table}\n", cancellationToken);

    private static async Task<bool> HasAddressAsync(string name, string address, CancellationToken cancellationToken)
    {
        var list = JsonNode.Parse(await HostCommand.RunAsync("ip", ["-n", name, "-4", "-j", "addr", "show"], cancellationToken: cancellationToken));
        return (list as JsonArray ?? [])
            .SelectMany(link => link.At("addr_info") as JsonArray ?? [])
            .Any(one => $"{one.Text("local")}/{one.Number("prefixlen")}" == address);
    }
}
