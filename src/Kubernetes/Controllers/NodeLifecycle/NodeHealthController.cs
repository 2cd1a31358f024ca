using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Verditer.Core;

namespace Verditer.Kubernetes.Controllers;

/// <summary>
/// A node whose lease has not been renewed for 40 s is Unknown. How long that is, is measured on the host's clock from when the renewal was seen: a move of
/// Verditer's clock takes no node down. The node's condition leads to its taints, and those to what happens to its pods.
/// </summary>
internal sealed class NodeHealthController(ControllerServices services) : Controller(services)
{
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(40);

    private readonly ConcurrentDictionary<string, (string Renewal, long Seen)> _renewals = new();

    public override string Name => "node-lifecycle";

    protected override string Component => "node-controller";

    protected override int Workers => 1;

    protected override IReadOnlyList<WatchSource> Sources { get; } =
    [
        WatchSource.Self(Kinds.Nodes),
        new(Kinds.Leases, (_, change) => change.Object.Namespace() == NodeLeases.Namespace ? [new ObjectKey(Kinds.Nodes, null, change.Object.Name())] : []),
    ];

    protected override async Task ReconcileAsync(Turn turn)
    {
        if (turn.Find() is not { } node)
        {
            _renewals.TryRemove(turn.Key.Name, out _);
            return;
        }

        var renewal = turn.Api.Find(Kinds.Leases, NodeLeases.Namespace, node.Name()).Text("spec", "renewTime") ?? "";
        var seen = _renewals.AddOrUpdate(
            node.Name(),
            _ => (renewal, Services.HostTime.GetTimestamp()),
            (_, last) => last.Renewal == renewal ? last : (renewal, Services.HostTime.GetTimestamp()));
        var left = Grace - Services.HostTime.GetElapsedTime(seen.Seen);
        if (left > TimeSpan.Zero)
        {
            turn.LookAgainAfter(left);
        }
        else if (node.Condition("Ready").Text("status") != "Unknown")
        {
            await MarkUnknownAsync(turn, node);
            return;
        }

        await NodeTaints.ApplyAsync(turn, node);
        if (!node.HasCondition("Ready"))
        {
            await MarkPodsNotReadyAsync(turn, node);
        }
    }

    private static async Task MarkUnknownAsync(Turn turn, JsonObject node)
    {
        var status = node.CopyAt("status");
        foreach (var type in (string[])["MemoryPressure", "DiskPressure", "PIDPressure", "Ready"])
        {
            status.SetCondition(type, "Unknown", "NodeStatusUnknown", "Kubelet stopped posting node status.", turn.Now);
        }

        await turn.SetStatusAsync(Kinds.Nodes, node, status);
        await turn.EventAsync(node, Kinds.Nodes, EventRecorder.Normal, "NodeNotReady", $"Node {node.Name()} status is now: NodeNotReady");
    }

    private static async Task MarkPodsNotReadyAsync(Turn turn, JsonObject node)
    {
        foreach (var pod in turn.Api.List(Kinds.Pods).Where(pod => pod.NodeName() == node.Name() && pod.IsReady()))
        {
            var status = pod.CopyAt("status");
            status.SetCondition("Ready", "False", null, null, turn.Now);
            await turn.SetStatusAsync(Kinds.Pods, pod, status);
            await turn.EventAsync(pod, Kinds.Pods, EventRecorder.Warning, "NodeNotReady", "Node is not ready");
        }
    }
}
