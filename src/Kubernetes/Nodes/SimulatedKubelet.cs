using System.Text.Json.Nodes;
using Verditer.Core;

namespace Verditer.Kubernetes.Controllers;

/// <summary>Runs the pods of all simulated nodes: nothing is executed, but everything that can be seen through the API happens.</summary>
internal sealed class SimulatedKubelet(ControllerServices services) : Controller(services)
{
    private readonly PodAddresses _addresses = new();

    public override string Name => "simulated-kubelet";

    protected override string Component => "kubelet";

    protected override int Workers => 8;

    protected override IReadOnlyList<WatchSource> Sources { get; } =
    [
        WatchSource.Self(Kinds.Pods, pod => pod.NodeName() is not null),
        new(Kinds.Nodes, (api, change) => SimulatedNode.IsRunning(change.Object)
            ? api.List(Kinds.Pods).Where(pod => pod.NodeName() == change.Object.Name() && NeedsWork(pod)).Select(pod => pod.Key(Kinds.Pods))
            : []),
        new(Kinds.ConfigMaps, OfWaitingPods),
        new(Kinds.Secrets, OfWaitingPods),
    ];

    protected override async Task ReconcileAsync(Turn turn)
    {
        if (turn.Find() is not { } pod
            || pod.NodeName() is not { } name
            || turn.Api.Find(Kinds.Nodes, null, name) is not { } node
            || !SimulatedNode.IsRunning(node))
        {
            return;
        }

        if (pod.IsBeingDeleted())
        {
            await StopAsync(turn, pod, name);
        }
        else if (!pod.HasEnded())
        {
            await AdvanceAsync(turn, pod, node);
        }
    }

    private async Task AdvanceAsync(Turn turn, JsonObject pod, JsonObject node)
    {
        var step = PodLifecycle.Next(turn.Api, pod, node, () => _addresses.Take(turn.Api, node, pod), turn.Now);
        await turn.SetStatusAsync(Kinds.Pods, pod, step.Status);
        if (step.LookAgainAt is { } due)
        {
            turn.LookAgainAt(due);
        }

        if (!turn.Failed)
        {
            _addresses.Release(pod.Uid());
            foreach (var (type, reason, message) in step.Events)
            {
                await turn.EventAsync(pod, Kinds.Pods, type, reason, message, node.Name());
            }
        }
    }

    private async Task StopAsync(Turn turn, JsonObject pod, string node)
    {
        _addresses.Release(pod.Uid());
        if (!pod.HasEnded() && pod.Phase() == "Running" && pod.At("metadata", "deletionGracePeriodSeconds").Long() > 0)
        {
            foreach (var container in pod.Containers())
            {
                await turn.EventAsync(pod, Kinds.Pods, EventRecorder.Normal, "Killing", $"Stopping container {container.Text("name")}", node);
            }
        }

        await turn.DeleteAsync(Kinds.Pods, pod, gracePeriodSeconds: 0);
    }

    private static bool NeedsWork(JsonObject pod) => !pod.HasEnded() && (!pod.IsReady() || pod.IsBeingDeleted());

    /// <summary>What a pod waits for may have come.</summary>
    private static IEnumerable<ObjectKey> OfWaitingPods(IObjectClient api, ObjectEvent change) => change.Kind == ObjectEventKind.Deleted
        ? []
        : api.List(Kinds.Pods, change.Object.Namespace())
            .Where(pod => pod.NodeName() is not null && pod.Phase() == "Pending" && NeedsWork(pod))
            .Select(pod => pod.Key(Kinds.Pods));
}
