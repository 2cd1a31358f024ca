using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using Verditer.Core;
using Verditer.Kubernetes.Controllers;

namespace Verditer.Clusters.Containers;

/// <summary>Where the pods of other nodes are.</summary>
internal static class NodeRoutes
{
    /// <summary>
    /// Pod addresses and the address of the node that has them. Whoever may write nodes writes both: they become words of a command that root runs, so only what was read as addresses is
    /// passed on, as it was understood.
    /// </summary>
    /// <param name="self">The node whose routes they are.</param>
    public static Dictionary<string, string> To(IEnumerable<JsonObject> nodes, string self)
    {
        Dictionary<string, string> routes = [];
        foreach (var other in nodes.Where(other => other.Name() != self))
        {
            if (Ipv4Prefix.Parse(other.Text("spec", "podCIDR")) is { } range
                && IPAddress.TryParse(SimulatedNode.InternalIp(other), out var address)
                && address.AddressFamily == AddressFamily.InterNetwork)
            {
                routes[range.ToString()] = address.ToString();
            }
        }

        return routes;
    }
}
