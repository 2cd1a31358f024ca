using System.Text.Json.Nodes;
using Verditer.Core;

namespace Verditer.Kubernetes.Controllers;

/// <summary>The pod of an ordinal and the claims that go with it.</summary>
internal static class StatefulPods
{
    public static async Task CreateAsync(Turn turn, StatefulRollout rollout, int ordinal)
    {
        var set = rollout.Set;
        var name = $"{set.Name()}-{ordinal}";
        foreach (var template in set.Items("spec", "volumeClaimTemplates"))
        {
            await EnsureClaimAsync(turn, set, template, $"{template.Name()}-{name}");
        }

        if (turn.Failed)
        {
            return;
        }

        var (_, error) = await turn.CreateAsync(Kinds.Pods, Build(rollout, ordinal, name));
        await turn.AnnounceCreationAsync(
            set,
            Kinds.StatefulSets,
            $"create Pod {name} in StatefulSet {set.Name()} {(error is null ? "successful" : $"failed error: {error.Message}")}",
            error);
    }

    private static JsonObject Build(StatefulRollout rollout, int ordinal, string name)
    {
        var set = rollout.Set;
        var revision = rollout.RevisionFor(ordinal);
        var pod = PodTemplates.NewPod(set, ControllerRevisions.Template(revision), name);
        var labels = pod.Section("metadata").Section("labels");
        labels["apps.kubernetes.io/pod-index"] = Quantity.Count(ordinal);
        labels["statefulset.kubernetes.io/pod-name"] = name;
        labels[ControllerRevisions.HashLabel] = revision.Name();

        var spec = pod.Section("spec");
        spec["hostname"] = name;
        if (set.Text("spec", "serviceName") is { Length: > 0 } service)
        {
            spec["subdomain"] = service;
        }

        var claims = set.Items("spec", "volumeClaimTemplates").ToList();
        if (claims.Count > 0)
        {
            var own = claims.Select(claim => new JsonObject
            {
                ["name"] = claim.Name(),
                ["persistentVolumeClaim"] = new JsonObject { ["claimName"] = $"{claim.Name()}-{name}" },
            });
            var others = spec.Items("volumes").Where(volume => !claims.Exists(claim => claim.Name() == volume.Text("name")));
            spec["volumes"] = own.Concat(others).ToJsonArray();
        }

        return pod;
    }

    private static async Task EnsureClaimAsync(Turn turn, JsonObject set, JsonObject template, string name)
    {
        if (turn.Api.Find(Kinds.PersistentVolumeClaims, set.Namespace(), name) is not null)
        {
            return;
        }

        var metadata = new JsonObject { ["name"] = name, ["namespace"] = set.Namespace() };
        var labels = template.CopyAt("metadata", "labels");
        foreach (var (label, value) in set.At("spec", "selector", "matchLabels") as JsonObject ?? [])
        {
            labels[label] = value?.DeepClone();
        }

        metadata["labels"] = labels;
        if (template.At("metadata", "annotations") is { } annotations)
        {
            metadata["annotations"] = annotations.DeepClone();
        }

        var (_, error) = await turn.CreateAsync(Kinds.PersistentVolumeClaims, new JsonObject
        {
            ["apiVersion"] = "v1",
            ["kind"] = "PersistentVolumeClaim",
            ["metadata"] = metadata,
            ["spec"] = template.At("spec")?.DeepClone(),
        });
        if (error is null)
        {
            await turn.EventAsync(
                set,
                Kinds.StatefulSets,
                EventRecorder.Normal,
                "SuccessfulCreate",
                $"create Claim {name} Pod {name[(template.Name().Length + 1)..]} in StatefulSet {set.Name()} success");
        }
    }
}
