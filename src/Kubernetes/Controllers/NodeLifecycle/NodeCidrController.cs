using System.Text.Json.Nodes;
using Verditer.Core;

namespace Verditer.Kubernetes.Controllers;

/// <summary>Gives each node its part (a /24) of the cluster's pod addresses. It stays the node's as long as the node is there.</summary>
internal sealed class NodeCidrController(ControllerServices services) : Controller(services)
{
    private const int NodePrefixLength = 24;

    public override string Name => "node-ipam";

    protected override string Component => "cidrAllocator";

    protected override int Workers => 1;

    protected override IReadOnlyList<WatchSource> Sources { get; } =
    [
        WatchSource.Self(Kinds.Nodes),
        new(Kinds.Nodes, (api, change) => change.Kind == ObjectEventKind.Deleted
            ? api.List(Kinds.Nodes).Where(node => node.Text("spec", "podCIDR") is null).Select(node => node.Key(Kinds.Nodes))
            : []),
    ];

    protected override async Task ReconcileAsync(Turn turn)
    {
        if (turn.Find() is not { } node || node.Text("spec", "podCIDR") is not null)
        {
            return;
        }

        var taken = turn.Api.List(Kinds.Nodes).Select(other => other.Text("spec", "podCIDR")).ToHashSet();
        if (Ipv4Range.Parse(Services.Cluster.PodCidr) is { } all
            && all.Parts(NodePrefixLength).Select(part => part.ToString()).FirstOrDefault(part => !taken.Contains(part)) is { } free)
        {
            await turn.ChangeAsync(Kinds.Nodes, node, changed =>
            {
                changed.Section("spec")["podCIDR"] = free;
                changed.Section("spec")["podCIDRs"] = new JsonArray(free);
            });
            return;
        }

        await turn.EventAsync(node, Kinds.Nodes, EventRecorder.Normal, "CIDRNotAvailable", $"Node {node.Name()} status is now: CIDRNotAvailable");
    }
}
