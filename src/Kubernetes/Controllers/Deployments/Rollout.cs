using System.Text.Json.Nodes;
using Verditer.Core;

namespace Verditer.Kubernetes.Controllers;

/// <summary>A deployment and its ReplicaSets, oldest first, as they were read.</summary>
/// <param name="New">The one with the deployment's present template; null before it is made.</param>
/// <param name="Old">All others.</param>
internal sealed record Rollout(JsonObject Deployment, JsonObject? New, List<JsonObject> Old)
{
    public const string HashLabel = "pod-template-hash";

    public int Replicas => Deployment.Number("spec", "replicas") ?? 1;

    public bool IsPaused => Deployment.Flag("spec", "paused") == true;

    public IEnumerable<JsonObject> All => New is null ? Old : Old.Append(New);

    public int Surge => Deployment.Text("spec", "strategy", "type") == "Recreate" ? 0 : IntOrPercent.Of(
        Deployment.At("spec", "strategy", "rollingUpdate", "maxSurge"), Replicas, roundUp: true, (int)Math.Ceiling(Replicas * 0.25));

    public int MaxUnavailable
    {
        get
        {
            if (Deployment.Text("spec", "strategy", "type") == "Recreate")
            {
                return 0;
            }

            var given = IntOrPercent.Of(
                Deployment.At("spec", "strategy", "rollingUpdate", "maxUnavailable"), Replicas, roundUp: false, (int)Math.Floor(Replicas * 0.25));

            // Both zero would never move; percentages of few replicas come to that.
            return Math.Min(given == 0 && Surge == 0 ? 1 : given, Replicas);
        }
    }

    public static async Task<Rollout> ReadAsync(Turn turn, JsonObject deployment) =>
        Split(deployment, await turn.ClaimAsync(deployment, Kinds.ReplicaSets, LabelSelector.Of(deployment)));

    public static Rollout Read(Turn turn, JsonObject deployment) =>
        Split(deployment, turn.Api.List(Kinds.ReplicaSets, deployment.Namespace()).Where(set => set.IsControlledBy(deployment)));

    private static Rollout Split(JsonObject deployment, IEnumerable<JsonObject> sets)
    {
        var ordered = sets.OrderBy(ObjectFields.CreatedAt).ThenBy(set => RevisionHistory.Revision(set)).ThenBy(ObjectFields.Name, StringComparer.Ordinal).ToList();
        var template = PodTemplates.WithoutLabel(deployment.At("spec", "template"), HashLabel);
        var current = ordered.Find(set => JsonNode.DeepEquals(PodTemplates.WithoutLabel(set.At("spec", "template"), HashLabel), template));
        return new(deployment, current, ordered.FindAll(set => set != current));
    }
}
