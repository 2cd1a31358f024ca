using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using System.Threading.Channels;
using Verditer.Core;

namespace Verditer.Kubernetes.Controllers;

/// <summary>What a kubelet says of itself: its lease every 10 s of the host's time, its conditions every 5 minutes and when somebody doubted them.</summary>
/// <param name="health">Null where nodes are always in good health.</param>
internal sealed class NodeHeartbeatController(ControllerServices services, INodeHealth? health = null) : Controller(services)
{
    private const int LeaseSeconds = 40;
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan StatusInterval = TimeSpan.FromMinutes(5);

    private readonly ConcurrentDictionary<string, long> _renewed = new();

    public override string Name => "node-heartbeat";

    protected override string Component => "kubelet";

    protected override int Workers => 1;

    protected override ChannelReader<ObjectKey>? WakeUps => health?.Changes;

    protected override IReadOnlyList<WatchSource> Sources { get; } = [WatchSource.Self(Kinds.Nodes, SimulatedNode.IsSimulated)];

    protected override async Task ReconcileAsync(Turn turn)
    {
        if (turn.Find() is not { } node || !SimulatedNode.IsRunning(node))
        {
            _renewed.TryRemove(turn.Key.Name, out _);
            return;
        }

        var elapsed = _renewed.TryGetValue(node.Name(), out var last) ? Services.HostTime.GetElapsedTime(last) : Interval;
        if (elapsed >= Interval)
        {
            await RenewAsync(turn, node);
            elapsed = TimeSpan.Zero;
            if (turn.Failed)
            {
                return;
            }

            _renewed[node.Name()] = Services.HostTime.GetTimestamp();
        }

        turn.LookAgainAfter(Interval - elapsed);
        await ReportAsync(turn, node);
    }

    private static async Task RenewAsync(Turn turn, JsonObject node)
    {
        var now = Timestamps.Micros(turn.Now);
        if (turn.Api.Find(Kinds.Leases, NodeLeases.Namespace, node.Name()) is { } lease)
        {
            await turn.ChangeAsync(Kinds.Leases, lease, changed => changed.Section("spec")["renewTime"] = now);
            return;
        }

        var owner = OwnerReferences.ReferenceTo(node);
        owner.Remove("controller");
        owner.Remove("blockOwnerDeletion");
        await turn.CreateAsync(Kinds.Leases, new JsonObject
        {
            ["apiVersion"] = "coordination.k8s.io/v1",
            ["kind"] = "Lease",
            ["metadata"] = new JsonObject
            {
                ["name"] = node.Name(),
                ["namespace"] = NodeLeases.Namespace,
                ["ownerReferences"] = new JsonArray(owner),
            },
            ["spec"] = new JsonObject { ["holderIdentity"] = node.Name(), ["leaseDurationSeconds"] = LeaseSeconds, ["renewTime"] = now },
        });
    }

    private async Task ReportAsync(Turn turn, JsonObject node)
    {
        var problem = health?.ProblemOf(node.Name());
        var ready = node.Condition("Ready");
        var isSaid = ready.Text("status") == (problem is null ? "True" : "False") && (problem is null || ready.Text("message") == problem.Message);
        var said = Timestamps.Parse(ready.Text("lastHeartbeatTime"));
        if (node.At("status") is not JsonObject before || (isSaid && (turn.Now - said)?.Duration() < StatusInterval))
        {
            return;
        }

        var status = before.Copy();
        NodeConditions.Set(status, problem, turn.Now);
        NodeConditions.Beat(status, turn.Now);
        await turn.SetStatusAsync(Kinds.Nodes, node, status);
        if (node.HasCondition("Ready") != problem is null)
        {
            var state = problem is null ? "NodeReady" : "NodeNotReady";
            await turn.EventAsync(node, Kinds.Nodes, EventRecorder.Normal, state, $"Node {node.Name()} status is now: {state}", node.Name());
        }
    }
}
