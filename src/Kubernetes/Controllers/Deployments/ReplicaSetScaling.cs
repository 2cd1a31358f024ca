using System.Text.Json.Nodes;
using Verditer.Core;

namespace Verditer.Kubernetes.Controllers;

/// <summary>How a deployment makes and scales its ReplicaSets.</summary>
internal static class ReplicaSetScaling
{
    public const string DesiredReplicas = "deployment.kubernetes.io/desired-replicas";
    public const string MaxReplicas = "deployment.kubernetes.io/max-replicas";

    public static int Wanted(this JsonObject set) => set.Number("spec", "replicas") ?? 1;

    public static int Available(this JsonObject set) => set.Number("status", "availableReplicas") ?? 0;

    /// <summary>Its controller has seen the last scale, and the status tells what came of it.</summary>
    public static bool IsObserved(this JsonObject set) => (set.At("status", "observedGeneration").Long() ?? 0) == set.Generation();

    public static async Task ScaleAsync(this Turn turn, Rollout rollout, JsonObject set, int replicas)
    {
        var before = set.Wanted();
        await turn.ChangeAsync(Kinds.ReplicaSets, set, changed =>
        {
            changed.Section("spec")["replicas"] = replicas;
            Annotate(changed, rollout);
        });
        if (before != replicas)
        {
            await AnnounceAsync(turn, rollout, set.Name(), before, replicas);
        }
    }

    /// <summary>The ReplicaSet of the present template, made with so many replicas where it is missing.</summary>
    public static async Task<JsonObject?> EnsureNewAsync(this Turn turn, Rollout rollout, int replicas)
    {
        if (rollout.New is not null)
        {
            return rollout.New;
        }

        var deployment = rollout.Deployment;
        var collisions = deployment.Number("status", "collisionCount") ?? 0;
        var (set, error) = await turn.CreateAsync(Kinds.ReplicaSets, Build(rollout, replicas, collisions));
        if (error is { Code: 409 })
        {
            // A name that a different template holds: another name next time.
            var status = deployment.CopyAt("status");
            status["collisionCount"] = collisions + 1;
            await turn.SetStatusAsync(Kinds.Deployments, deployment, status);
        }
        else if (error is null && replicas > 0)
        {
            await AnnounceAsync(turn, rollout, set!.Name(), 0, replicas);
        }

        return set;
    }

    private static JsonObject Build(Rollout rollout, int replicas, int collisions)
    {
        var deployment = rollout.Deployment;
        var template = deployment.CopyAt("spec", "template");
        var hash = PodTemplates.Hash(template, collisions);
        template.Section("metadata").Section("labels")[Rollout.HashLabel] = hash;
        var selector = deployment.At("spec", "selector") is JsonObject labels ? labels.Copy() : [];
        selector.Section("matchLabels")[Rollout.HashLabel] = hash;
        var spec = new JsonObject { ["replicas"] = replicas, ["selector"] = selector, ["template"] = template };
        if (deployment.Number("spec", "minReadySeconds") is { } minReady)
        {
            spec["minReadySeconds"] = minReady;
        }

        var set = new JsonObject
        {
            ["apiVersion"] = "apps/v1",
            ["kind"] = "ReplicaSet",
            ["metadata"] = new JsonObject
            {
                ["name"] = $"{deployment.Name()}-{hash}",
                ["namespace"] = deployment.Namespace(),
                ["labels"] = template.At("metadata", "labels")!.DeepClone(),
                ["ownerReferences"] = new JsonArray(OwnerReferences.ReferenceTo(deployment)),
            },
            ["spec"] = spec,
        };
        RevisionHistory.CopyAnnotations(deployment, set);
        RevisionHistory.SetRevision(set, RevisionHistory.Next(rollout));
        Annotate(set, rollout);
        return set;
    }

    private static void Annotate(JsonObject set, Rollout rollout)
    {
        var annotations = set.Section("metadata").Section("annotations");
        annotations[DesiredReplicas] = Quantity.Count(rollout.Replicas);
        annotations[MaxReplicas] = Quantity.Count(rollout.Replicas + rollout.Surge);
    }

    private static Task AnnounceAsync(Turn turn, Rollout rollout, string name, int from, int to) => turn.EventAsync(
        rollout.Deployment,
        Kinds.Deployments,
        EventRecorder.Normal,
        "ScalingReplicaSet",
        $"Scaled {(to > from ? "up" : "down")} replica set {name} from {from} to {to}");
}
