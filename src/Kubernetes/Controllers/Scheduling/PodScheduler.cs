using System.Text.Json.Nodes;
using Verditer.Core;

namespace Verditer.Kubernetes.Controllers;

/// <summary>Binds pods to nodes, one at a time. What fits nowhere waits for a node or a pod's end.</summary>
internal sealed class PodScheduler(ControllerServices services) : Controller(services)
{
    public override string Name => "scheduler";

    protected override string Component => "default-scheduler";

    protected override int Workers => 1;

    protected override IReadOnlyList<WatchSource> Sources { get; } =
    [
        new(Kinds.Pods, OfPod),
        new(Kinds.Nodes, (api, _) => Waiting(api)),
        new(Kinds.PersistentVolumeClaims, (api, change) => Waiting(api, change.Object.Namespace())),
    ];

    protected override async Task ReconcileAsync(Turn turn)
    {
        if (turn.Find() is not { } pod || !IsWaiting(pod))
        {
            return;
        }

        var placement = ClaimProblem(turn.Api, pod) is { } problem
            ? new Placement(null, problem)
            : Placement.Of(pod, turn.Api.List(Kinds.Nodes), turn.Api.List(Kinds.Pods));
        if (placement.Node is { } node)
        {
            if (await turn.BindAsync(pod, node))
            {
                await turn.EventAsync(
                    pod, Kinds.Pods, EventRecorder.Normal, "Scheduled", $"Successfully assigned {pod.Namespace()}/{pod.Name()} to {node}");
            }
        }
        else
        {
            await RefuseAsync(turn, pod, placement.Message!);
        }
    }

    private static async Task RefuseAsync(Turn turn, JsonObject pod, string message)
    {
        if (pod.Condition("PodScheduled").Text("message") == message)
        {
            return;
        }

        var status = pod.CopyAt("status");
        status.SetCondition("PodScheduled", "False", "Unschedulable", message, turn.Now);
        await turn.SetStatusAsync(Kinds.Pods, pod, status);
        await turn.EventAsync(pod, Kinds.Pods, EventRecorder.Warning, "FailedScheduling", message);
    }

    private static string? ClaimProblem(IObjectClient api, JsonObject pod)
    {
        foreach (var name in pod.Items("spec", "volumes").Select(volume => volume.Text("persistentVolumeClaim", "claimName")).OfType<string>())
        {
            if (api.Find(Kinds.PersistentVolumeClaims, pod.Namespace(), name) is not { } claim)
            {
                return $"persistentvolumeclaim \"{name}\" not found";
            }

            if (claim.Text("status", "phase") != "Bound" && !BindsLate(api, claim))
            {
                return "pod has unbound immediate PersistentVolumeClaims";
            }
        }

        return null;
    }

    /// <summary>The claim waits for the pod's node, so the pod must not wait for the claim.</summary>
    private static bool BindsLate(IObjectClient api, JsonObject claim) =>
        StorageClasses.Of(api, claim).Text("volumeBindingMode") == "WaitForFirstConsumer";

    private static bool IsWaiting(JsonObject pod) =>
        pod.NodeName() is null
        && pod.IsActive()
        && pod.Text("spec", "schedulerName") is null or "" or "default-scheduler"
        && !pod.Items("spec", "schedulingGates").Any();

    private static IEnumerable<ObjectKey> Waiting(IObjectClient api, string? @namespace = null) =>
        api.List(Kinds.Pods, @namespace).Where(IsWaiting).Select(pod => pod.Key(Kinds.Pods));

    /// <summary>A new pod wakes itself; one that made room wakes all that wait.</summary>
    private static IEnumerable<ObjectKey> OfPod(IObjectClient api, ObjectEvent change) =>
        change.Kind == ObjectEventKind.Deleted || change.Object.HasEnded() ? Waiting(api)
        : IsWaiting(change.Object) ? [change.Object.Key(Kinds.Pods)]
        : [];
}
