using System.Text.Json.Nodes;
using Verditer.Core;

namespace Verditer.Kubernetes.Controllers;

internal static class DeploymentStatus
{
    /// <summary>A rollout moves when one of these does.</summary>
    private static readonly string[] Progress = ["replicas", "updatedReplicas", "readyReplicas", "availableReplicas"];

    public static JsonObject Of(Turn turn, Rollout rollout)
    {
        var deployment = rollout.Deployment;
        var all = rollout.All.ToList();
        var available = all.Sum(ReplicaSetScaling.Available);
        var status = new JsonObject { ["observedGeneration"] = deployment.Generation() };
        Counts.Set(status, "replicas", Total(all, "replicas"));
        Counts.Set(status, "updatedReplicas", rollout.New.Number("status", "replicas") ?? 0);
        Counts.Set(status, "readyReplicas", Total(all, "readyReplicas"));
        Counts.Set(status, "availableReplicas", available);
        Counts.Set(status, "unavailableReplicas", Math.Max(0, all.Sum(ReplicaSetScaling.Wanted) - available));
        Counts.Set(status, "collisionCount", deployment.Number("status", "collisionCount") ?? 0);
        if (deployment.At("status", "conditions") is { } conditions)
        {
            status["conditions"] = conditions.DeepClone();
        }

        SetAvailable(turn, rollout, status, available);
        SetProgressing(turn, rollout, status);
        CopyReplicaFailure(turn, all, status);
        return status;
    }

    /// <summary>Everything runs the present template, and nothing old is left.</summary>
    public static bool IsComplete(Rollout rollout) =>
        rollout.New is { } current
        && current.Number("status", "replicas") is var updated
        && (updated ?? 0) == rollout.Replicas
        && current.Available() == rollout.Replicas
        && Total(rollout.Old, "replicas") == 0;

    private static int Total(IEnumerable<JsonObject> sets, string field) => sets.Sum(set => set.Number("status", field) ?? 0);

    private static void SetAvailable(Turn turn, Rollout rollout, JsonObject status, int available)
    {
        var enough = available >= rollout.Replicas - rollout.MaxUnavailable;
        status.SetCondition(
            "Available",
            enough ? "True" : "False",
            enough ? "MinimumReplicasAvailable" : "MinimumReplicasUnavailable",
            enough ? "Deployment has minimum availability." : "Deployment does not have minimum availability.",
            turn.Now,
            "lastUpdateTime");
    }

    private static void SetProgressing(Turn turn, Rollout rollout, JsonObject status)
    {
        var deployment = rollout.Deployment;
        var deadline = TimeSpan.FromSeconds(deployment.Number("spec", "progressDeadlineSeconds") ?? 600);
        if (rollout.IsPaused)
        {
            status.SetCondition("Progressing", "Unknown", "DeploymentPaused", "Deployment is paused", turn.Now, "lastUpdateTime");
        }
        else if (rollout.New is { } current)
        {
            var condition = deployment.Condition("Progressing");
            var since = Timestamps.Parse(condition.Text("lastUpdateTime")) ?? turn.Now;
            var moved = HasMoved(deployment, status);
            if (IsComplete(rollout))
            {
                Set("True", "NewReplicaSetAvailable", $"ReplicaSet \"{current.Name()}\" has successfully progressed.");
            }
            else if (condition.Text("reason") == "ProgressDeadlineExceeded" && !moved)
            {
                // It stays so until something moves.
            }
            else if (moved || condition is null || condition.Text("reason") is "NewReplicaSetAvailable" or "DeploymentPaused")
            {
                status.RemoveCondition("Progressing");
                Set("True", "ReplicaSetUpdated", $"ReplicaSet \"{current.Name()}\" is progressing.");
                KeepTransition(status, condition);
                turn.LookAgainAfter(deadline);
            }
            else if (turn.Now - since >= deadline)
            {
                Set("False", "ProgressDeadlineExceeded", $"ReplicaSet \"{current.Name()}\" has timed out progressing.");
            }
            else
            {
                turn.LookAgainAt(since + deadline);
            }
        }

        void Set(string value, string reason, string message) => status.SetCondition("Progressing", value, reason, message, turn.Now, "lastUpdateTime");
    }

    private static bool HasMoved(JsonObject deployment, JsonObject status) =>
        deployment.At("status", "observedGeneration").Long() != status["observedGeneration"].Long()
        || Progress.Any(field => (deployment.Number("status", field) ?? 0) != (status.Number(field) ?? 0));

    private static void KeepTransition(JsonObject status, JsonObject? before)
    {
        if (before.Text("status") == "True" && before.Text("lastTransitionTime") is { } transition)
        {
            status.Items("conditions").First(condition => condition.Text("type") == "Progressing")["lastTransitionTime"] = transition;
        }
    }

    private static void CopyReplicaFailure(Turn turn, List<JsonObject> sets, JsonObject status)
    {
        if (sets.Select(set => set.Condition("ReplicaFailure")).LastOrDefault(found => found is not null) is { } failure)
        {
            status.SetCondition("ReplicaFailure", failure.Text("status")!, failure.Text("reason"), failure.Text("message"), turn.Now, "lastUpdateTime");
        }
        else
        {
            status.RemoveCondition("ReplicaFailure");
        }
    }
}
