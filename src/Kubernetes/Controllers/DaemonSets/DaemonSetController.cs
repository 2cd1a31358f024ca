using System.Text.Json.Nodes;
using Verditer.Core;

namespace Verditer.Kubernetes.Controllers;

/// <summary>Keeps one pod on every node that admits it.</summary>
internal sealed class DaemonSetController(ControllerServices services) : Controller(services)
{
    public override string Name => "daemonset";

    protected override IReadOnlyList<WatchSource> Sources { get; } =
    [
        WatchSource.Self(Kinds.DaemonSets),
        WatchSource.Controlled(Kinds.Pods, "DaemonSet", Kinds.DaemonSets),
        WatchSource.Orphans(Kinds.Pods, Kinds.DaemonSets),
        new(Kinds.Nodes, (api, _) => api.List(Kinds.DaemonSets).Select(set => set.Key(Kinds.DaemonSets))),
    ];

    protected override async Task ReconcileAsync(Turn turn)
    {
        if (turn.Find() is not { } set)
        {
            return;
        }

        var pods = await turn.ClaimAsync(set, Kinds.Pods, LabelSelector.Of(set));
        if (set.IsBeingDeleted() || await ControllerRevisions.EnsureAsync(turn, set) is not { } revision)
        {
            return;
        }

        await PlaceAsync(turn, set, pods, revision);
        if (set.Text("spec", "updateStrategy", "type") != "OnDelete" && !turn.Failed)
        {
            await DaemonRollingUpdate.AdvanceAsync(turn, set, Current(turn, set), revision);
        }

        pods = Current(turn, set);
        await turn.SetStatusAsync(Kinds.DaemonSets, set, DaemonSetStatus.Of(turn, set, pods, revision));
        await ControllerRevisions.TrimAsync(turn, set, candidate =>
            candidate.Name() == revision.Name()
            || pods.Exists(pod => pod.Label(ControllerRevisions.HashLabel) == ControllerRevisions.Hash(candidate)));
    }

    private static List<JsonObject> Current(Turn turn, JsonObject set) =>
        [.. turn.Api.List(Kinds.Pods, set.Namespace()).Where(pod => pod.IsControlledBy(set))];

    private static async Task PlaceAsync(Turn turn, JsonObject set, List<JsonObject> pods, JsonObject revision)
    {
        var byNode = pods.ToLookup(DaemonPods.TargetNode);
        foreach (var node in turn.Api.List(Kinds.Nodes))
        {
            var here = byNode[node.Name()].Where(pod => !pod.IsBeingDeleted()).OrderBy(ObjectFields.CreatedAt).ToList();
            if (!DaemonPods.Admits(node, set))
            {
                await DeleteAsync(turn, set, here.Where(_ => DaemonPods.MustLeave(node, set)));
                continue;
            }

            foreach (var failed in here.Where(pod => pod.Phase() == "Failed"))
            {
                await turn.EventAsync(
                    set, Kinds.DaemonSets, EventRecorder.Warning, "FailedDaemonPod", $"Found failed daemon pod {set.Namespace()}/{failed.Name()} on node {node.Name()}, will try to kill it");
            }

            await DeleteAsync(turn, set, here.Where(PodFacts.HasEnded));
            var running = here.FindAll(PodFacts.IsActive);
            await DeleteAsync(turn, set, running.Skip(1));

            // The old pod of this node must be gone before the next one is made.
            if (!byNode[node.Name()].Any(pod => !pod.HasEnded()))
            {
                await CreateAsync(turn, set, node, revision);
            }
        }
    }

    private static async Task CreateAsync(Turn turn, JsonObject set, JsonObject node, JsonObject revision)
    {
        var (pod, error) = await turn.CreateAsync(Kinds.Pods, DaemonPods.Build(set, node, revision));
        await turn.AnnounceCreationAsync(set, Kinds.DaemonSets, error is null ? $"Created pod: {pod!.Name()}" : $"Error creating: {error.Message}", error);
    }

    private static async Task DeleteAsync(Turn turn, JsonObject set, IEnumerable<JsonObject> pods)
    {
        foreach (var pod in pods)
        {
            await turn.DeleteAsync(Kinds.Pods, pod);
            await turn.EventAsync(set, Kinds.DaemonSets, EventRecorder.Normal, "SuccessfulDelete", $"Deleted pod: {pod.Name()}");
        }
    }
}
