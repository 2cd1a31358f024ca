using System.Text.Json.Nodes;
using Verditer.Core;

namespace Verditer.Kubernetes.Controllers;

/// <summary>Says how many pods of a budget may be disrupted now; the eviction API goes by it.</summary>
internal sealed class DisruptionBudgetController(ControllerServices services) : Controller(services)
{
    public override string Name => "disruption";

    protected override string Component => "controllermanager";

    protected override IReadOnlyList<WatchSource> Sources { get; } =
    [
        WatchSource.Self(Kinds.PodDisruptionBudgets),
        WatchSource.AllOf(Kinds.Pods, Kinds.PodDisruptionBudgets),
    ];

    protected override async Task ReconcileAsync(Turn turn)
    {
        if (turn.Find() is not { } budget || budget.IsBeingDeleted())
        {
            return;
        }

        // An empty selector, unlike elsewhere, means all pods of the namespace.
        var selector = LabelSelector.Of(budget);
        var pods = turn.Api.List(Kinds.Pods, budget.Namespace())
            .Where(pod => !pod.HasEnded() && (selector.IsEmpty ? budget.At("spec", "selector") is not null : selector.Matches(pod)))
            .ToList();
        var expected = ExpectedCount(turn.Api, pods);
        var desired = budget.At("spec", "maxUnavailable") is { } most
            ? Math.Max(0, expected - IntOrPercent.Of(most, expected, roundUp: true, 0))
            : budget.At("spec", "minAvailable") is { } least && least.Number() is null
                ? IntOrPercent.Of(least, expected, roundUp: true, 0)
                : budget.Number("spec", "minAvailable") ?? 1;
        var healthy = pods.Count(pod => pod.IsReady() && !pod.IsBeingDeleted() && !IsDisrupted(budget, pod));
        var allowed = pods.Count > 0 ? Math.Max(0, healthy - desired) : 0;

        var status = new JsonObject
        {
            ["currentHealthy"] = healthy,
            ["desiredHealthy"] = desired,
            ["disruptionsAllowed"] = allowed,
            ["expectedPods"] = expected,
            ["observedGeneration"] = budget.Generation(),
        };
        KeepDisrupted(turn, budget, pods, status);
        if (budget.At("status", "conditions") is { } conditions)
        {
            status["conditions"] = conditions.DeepClone();
        }

        status.SetCondition("DisruptionAllowed", allowed > 0 ? "True" : "False", allowed > 0 ? "SufficientPods" : "InsufficientPods", "", turn.Now);
        await turn.SetStatusAsync(Kinds.PodDisruptionBudgets, budget, status);
    }

    private static bool IsDisrupted(JsonObject budget, JsonObject pod) => budget.At("status", "disruptedPods", pod.Name()) is not null;

    /// <summary>Evicted pods count as gone until they are, for two minutes at most.</summary>
    private static void KeepDisrupted(Turn turn, JsonObject budget, List<JsonObject> pods, JsonObject status)
    {
        foreach (var (name, time) in budget.At("status", "disruptedPods") as JsonObject ?? [])
        {
            var end = (Timestamps.Parse(time.Text()) ?? default) + TimeSpan.FromMinutes(2);
            if (end > turn.Now && pods.Exists(pod => pod.Name() == name && !pod.IsBeingDeleted()))
            {
                status.Section("disruptedPods")[name] = time?.DeepClone();
                turn.LookAgainAt(end);
            }
        }
    }

    /// <summary>As many as the pods' controllers want, whether or not they are there.</summary>
    private static int ExpectedCount(IObjectClient api, List<JsonObject> pods)
    {
        var alone = pods.Count(pod => pod.ControllerReference() is null);
        var owners = pods.Select(pod => (pod, Reference: pod.ControllerReference())).Where(entry => entry.Reference is not null).DistinctBy(entry => entry.Reference.Text("uid"));
        return alone + owners.Sum(entry => Scale(api, entry.pod, entry.Reference!) ?? pods.Count(pod => pod.ControllerReference().Text("uid") == entry.Reference.Text("uid")));
    }

    private static int? Scale(IObjectClient api, JsonObject pod, JsonObject reference) =>
        OwnerIndex.Owner(api, pod, reference).Value is { } owner
            ? owner.Text("kind") == "ReplicaSet" && owner.ControllerReference() is { } above
                ? OwnerIndex.Owner(api, owner, above).Value.Number("spec", "replicas") ?? owner.Number("spec", "replicas")
                : owner.Number("spec", "replicas")
            : null;
}
