using System.Text.Json.Nodes;
using Verditer.Core;

namespace Verditer.Kubernetes.Controllers;

/// <summary>Keeps as many pods as a ReplicaSet, or a ReplicationController, wants.</summary>
internal sealed class ReplicaSetController(ControllerServices services, GroupResource resource, string kind, string name) : Controller(services)
{
    /// <summary>At most so many pods are made or deleted at once.</summary>
    private const int Burst = 100;

    public override string Name => name;

    protected override string Component => resource == Kinds.ReplicationControllers ? "replication-controller" : "replicaset-controller";

    protected override IReadOnlyList<WatchSource> Sources { get; } =
    [
        WatchSource.Self(resource),
        WatchSource.Controlled(Kinds.Pods, kind, resource),
        WatchSource.Orphans(Kinds.Pods, resource),
    ];

    public static ReplicaSetController ForReplicaSets(ControllerServices services) => new(services, Kinds.ReplicaSets, "ReplicaSet", "replicaset");

    public static ReplicaSetController ForReplicationControllers(ControllerServices services) =>
        new(services, Kinds.ReplicationControllers, "ReplicationController", "replicationcontroller");

    protected override async Task ReconcileAsync(Turn turn)
    {
        if (turn.Find() is not { } owner)
        {
            return;
        }

        var selector = LabelSelector.Of(owner);
        var pods = (await turn.ClaimAsync(owner, Kinds.Pods, selector)).FindAll(PodFacts.IsActive);
        var failure = owner.IsBeingDeleted() ? null : await ScaleAsync(turn, owner, pods);
        var active = turn.Api.List(Kinds.Pods, owner.Namespace()).Where(pod => pod.IsControlledBy(owner) && pod.IsActive()).ToList();
        await turn.SetStatusAsync(resource, owner, ReplicaSetStatus.Of(turn, owner, active, failure));
    }

    private async Task<ReplicaSetFailure?> ScaleAsync(Turn turn, JsonObject owner, List<JsonObject> pods)
    {
        var difference = (owner.Number("spec", "replicas") ?? 1) - pods.Count;
        if (Math.Abs(difference) > Burst)
        {
            turn.LookAgainAfter(TimeSpan.Zero);
        }

        if (difference > 0)
        {
            var errors = await Task.WhenAll(Enumerable.Range(0, Math.Min(difference, Burst)).Select(_ => CreateAsync(turn, owner)));
            return errors.FirstOrDefault(error => error is not null) is { } error ? new("FailedCreate", error) : null;
        }

        var surplus = ReplicaRanking.FirstToGo(pods).Take(Math.Min(-difference, Burst));
        await Task.WhenAll(surplus.Select(async pod =>
        {
            await turn.DeleteAsync(Kinds.Pods, pod);
            await turn.EventAsync(owner, resource, EventRecorder.Normal, "SuccessfulDelete", $"Deleted pod: {pod.Name()}");
        }));
        return null;
    }

    private async Task<string?> CreateAsync(Turn turn, JsonObject owner)
    {
        var (pod, error) = await turn.CreateAsync(Kinds.Pods, PodTemplates.NewPod(owner, owner.At("spec", "template")));
        await turn.AnnounceCreationAsync(owner, resource, error is null ? $"Created pod: {pod!.Name()}" : $"Error creating: {error.Message}", error);
        return error?.Message;
    }
}
