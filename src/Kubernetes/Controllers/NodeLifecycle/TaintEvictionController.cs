using System.Text.Json.Nodes;
using Verditer.Core;

namespace Verditer.Kubernetes.Controllers;

/// <summary>Deletes pods from nodes whose NoExecute taints they do not tolerate, or tolerate only for a while.</summary>
internal sealed class TaintEvictionController(ControllerServices services) : Controller(services)
{
    public override string Name => "taint-eviction";

    protected override string Component => "taint-eviction-controller";

    protected override IReadOnlyList<WatchSource> Sources { get; } =
    [
        new(Kinds.Pods, (api, change) => change.Object.NodeName() is { } node && api.Find(Kinds.Nodes, null, node) is { } host && Evicting(host).Any()
            ? [change.Object.Key(Kinds.Pods)]
            : []),
        new(Kinds.Nodes, (api, change) => Evicting(change.Object).Any()
            ? api.List(Kinds.Pods).Where(pod => pod.NodeName() == change.Object.Name()).Select(pod => pod.Key(Kinds.Pods))
            : []),
    ];

    protected override async Task ReconcileAsync(Turn turn)
    {
        if (turn.Find() is not { } pod || !pod.IsActive() || pod.NodeName() is not { } name || turn.Api.Find(Kinds.Nodes, null, name) is not { } node)
        {
            return;
        }

        if (Evicting(node).Select(taint => Due(pod, taint, turn.Now)).Min() is not { } due)
        {
            return;
        }

        if (due > turn.Now)
        {
            turn.LookAgainAt(due);
            return;
        }

        var status = pod.CopyAt("status");
        status.SetCondition("DisruptionTarget", "True", "DeletionByTaintManager", "Taint manager: deleting due to NoExecute taint", turn.Now);
        await turn.SetStatusAsync(Kinds.Pods, pod, status);
        await turn.EventAsync(
            pod, Kinds.Pods, EventRecorder.Normal, "TaintManagerEviction", $"Marking for deletion Pod {pod.Namespace()}/{pod.Name()}");
        await turn.DeleteAsync(Kinds.Pods, pod);
    }

    private static IEnumerable<JsonObject> Evicting(JsonObject node) =>
        node.Items("spec", "taints").Where(taint => taint.Text("effect") == "NoExecute");

    /// <summary>Null while it may stay for good.</summary>
    private static DateTimeOffset? Due(JsonObject pod, JsonObject taint, DateTimeOffset now)
    {
        var tolerations = Taints.Tolerations(pod, taint).ToList();
        if (tolerations.Count == 0)
        {
            return now;
        }

        var seconds = tolerations.Select(toleration => toleration["tolerationSeconds"].Long()).Min();
        return seconds is { } limit ? (Timestamps.Parse(taint.Text("timeAdded")) ?? now) + TimeSpan.FromSeconds(Math.Max(0, limit)) : null;
    }
}
