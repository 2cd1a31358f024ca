using System.Globalization;
using System.Text.Json.Nodes;
using Verditer.Core;

namespace Verditer.Kubernetes.Controllers;

/// <summary>Which template was when: what <c>kubectl rollout history</c> and <c>undo</c> read.</summary>
internal static class RevisionHistory
{
    public const string RevisionAnnotation = "deployment.kubernetes.io/revision";
    private const string HistoryAnnotation = "deployment.kubernetes.io/revision-history";

    private static readonly string[] NotCopied =
    [
        "kubectl.kubernetes.io/last-applied-configuration",
        RevisionAnnotation,
        HistoryAnnotation,
        ReplicaSetScaling.DesiredReplicas,
        ReplicaSetScaling.MaxReplicas,
        "deprecated.deployment.rollback.to",
    ];

    public static long Revision(JsonObject value) =>
        long.TryParse(value.Annotation(RevisionAnnotation), CultureInfo.InvariantCulture, out var revision) ? revision : 0;

    /// <summary>The revision of the new ReplicaSet: above all old ones.</summary>
    public static long Next(Rollout rollout) => rollout.Old.Select(Revision).DefaultIfEmpty(0).Max() + 1;

    public static void SetRevision(JsonObject value, long revision) =>
        value.Section("metadata").Section("annotations")[RevisionAnnotation] = revision.ToString(CultureInfo.InvariantCulture);

    public static void CopyAnnotations(JsonObject deployment, JsonObject set)
    {
        if (deployment.At("metadata", "annotations") is JsonObject annotations)
        {
            foreach (var (name, value) in annotations.Where(entry => !NotCopied.Contains(entry.Key)))
            {
                set.Section("metadata").Section("annotations")[name] = value?.DeepClone();
            }
        }
    }

    /// <summary>A template that comes back (undo) becomes the newest revision; the deployment carries the newest one's number.</summary>
    public static async Task StampAsync(Turn turn, Rollout before)
    {
        if (turn.Find() is not { } deployment || Rollout.Read(turn, deployment) is not { New: { } current } rollout)
        {
            return;
        }

        var next = Math.Max(Next(rollout), Revision(current));
        await turn.ChangeAsync(Kinds.ReplicaSets, current, changed =>
        {
            var annotations = changed.Section("metadata").Section("annotations");
            if (Revision(current) is > 0 and var earlier && earlier != next)
            {
                annotations[HistoryAnnotation] = current.Annotation(HistoryAnnotation) is { } history ? $"{history},{earlier}" : Quantity.Count(earlier);
            }

            CopyAnnotations(deployment, changed);
            SetRevision(changed, next);
        });
        await turn.ChangeAsync(Kinds.Deployments, deployment, changed => SetRevision(changed, next));
    }

    /// <summary>Old ReplicaSets beyond <c>revisionHistoryLimit</c> go once the rollout is complete.</summary>
    public static async Task TrimAsync(Turn turn, Rollout rollout)
    {
        var limit = rollout.Deployment.Number("spec", "revisionHistoryLimit") ?? 10;
        if (rollout.Old.Count <= limit || !DeploymentStatus.IsComplete(rollout))
        {
            return;
        }

        var empty = rollout.Old.Where(set => set.Wanted() == 0 && (set.Number("status", "replicas") ?? 0) == 0 && !set.IsBeingDeleted());
        foreach (var set in empty.OrderBy(Revision).Take(rollout.Old.Count - limit).ToList())
        {
            await turn.DeleteAsync(Kinds.ReplicaSets, set);
        }
    }
}
