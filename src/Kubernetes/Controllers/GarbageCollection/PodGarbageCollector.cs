namespace Verditer.Kubernetes.Controllers;

/// <summary>Pods of nodes that are no more are removed: no kubelet will do it.</summary>
internal sealed class PodGarbageCollector(ControllerServices services) : Controller(services)
{
    public override string Name => "pod-garbage-collector";

    protected override int Workers => 1;

    protected override IReadOnlyList<WatchSource> Sources { get; } =
    [
        new(Kinds.Nodes, (api, change) => change.Kind == ObjectEventKind.Deleted
            ? api.List(Kinds.Pods).Where(pod => pod.NodeName() == change.Object.Name()).Select(pod => pod.Key(Kinds.Pods))
            : []),
        new(Kinds.Pods, (api, change) => change.Kind != ObjectEventKind.Deleted && IsStranded(api, change.Object) ? [change.Object.Key(Kinds.Pods)] : []),
    ];

    protected override async Task ReconcileAsync(Turn turn)
    {
        if (turn.Find() is { } pod && IsStranded(turn.Api, pod))
        {
            await turn.DeleteAsync(Kinds.Pods, pod, gracePeriodSeconds: 0);
        }
    }

    private static bool IsStranded(IObjectClient api, System.Text.Json.Nodes.JsonObject pod) =>
        pod.NodeName() is { } node ? api.Find(Kinds.Nodes, null, node) is null : pod.IsBeingDeleted();
}
