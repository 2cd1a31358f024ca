using System.Text.Json.Nodes;
using Verditer.Core;

namespace Verditer.Kubernetes.Controllers;

/// <summary>Which nodes a DaemonSet's pods may be on, and how a pod is tied to its node.</summary>
internal static class DaemonPods
{
    /// <summary>What every daemon pod tolerates, beside what its template says.</summary>
    private static readonly (string Key, string Effect)[] Tolerated =
    [
        ("node.kubernetes.io/not-ready", "NoExecute"),
        ("node.kubernetes.io/unreachable", "NoExecute"),
        ("node.kubernetes.io/disk-pressure", "NoSchedule"),
        ("node.kubernetes.io/memory-pressure", "NoSchedule"),
        ("node.kubernetes.io/pid-pressure", "NoSchedule"),
        ("node.kubernetes.io/unschedulable", "NoSchedule"),
    ];

    public static JsonObject Build(JsonObject set, JsonObject node, JsonObject revision)
    {
        var pod = PodTemplates.NewPod(set, set.At("spec", "template"));
        pod.Section("metadata").Section("labels")[ControllerRevisions.HashLabel] = ControllerRevisions.Hash(revision);
        var spec = pod.Section("spec");
        spec["tolerations"] = Tolerations(spec).ToJsonArray();
        TieTo(spec, node.Name());
        return pod;
    }

    /// <summary>The node that a daemon pod runs on, or is meant for while it is not yet bound.</summary>
    public static string? TargetNode(JsonObject pod) => pod.NodeName() ?? Terms(pod)
        .SelectMany(term => term.Items("matchFields"))
        .Where(field => field.Text("key") == "metadata.name")
        .SelectMany(field => field.Texts("values"))
        .FirstOrDefault();

    public static bool Admits(JsonObject node, JsonObject set)
    {
        var pod = WithTolerations(set);
        return NodeAffinity.Matches(pod, node) && Taints.FirstUntolerated(node, pod, "NoSchedule", "NoExecute") is null;
    }

    /// <summary>A taint that only keeps new pods away leaves those that run.</summary>
    public static bool MustLeave(JsonObject node, JsonObject set)
    {
        var pod = WithTolerations(set);
        return !NodeAffinity.Matches(pod, node) || Taints.FirstUntolerated(node, pod, "NoExecute") is not null;
    }

    private static JsonObject WithTolerations(JsonObject set)
    {
        var spec = set.CopyAt("spec", "template", "spec");
        spec["tolerations"] = Tolerations(spec).ToJsonArray();
        return new JsonObject { ["spec"] = spec };
    }

    private static IEnumerable<JsonObject> Tolerations(JsonObject spec)
    {
        var wanted = spec.Flag("hostNetwork") == true ? Tolerated.Append(("node.kubernetes.io/network-unavailable", "NoSchedule")) : Tolerated;
        return spec.Items("tolerations").Concat(wanted.Select(entry => new JsonObject
        {
            ["key"] = entry.Item1,
            ["operator"] = "Exists",
            ["effect"] = entry.Item2,
        }));
    }

    private static void TieTo(JsonObject spec, string node)
    {
        var affinity = spec.Section("affinity").Section("nodeAffinity").Section("requiredDuringSchedulingIgnoredDuringExecution");
        var terms = affinity.Items("nodeSelectorTerms").Select(Json.Copy).DefaultIfEmpty([]).ToList();
        foreach (var term in terms)
        {
            term["matchFields"] = new JsonArray(new JsonObject
            {
                ["key"] = "metadata.name",
                ["operator"] = "In",
                ["values"] = new JsonArray(node),
            });
        }

        affinity["nodeSelectorTerms"] = terms.ToJsonArray();
    }

    private static IEnumerable<JsonObject> Terms(JsonObject pod) =>
        pod.Items("spec", "affinity", "nodeAffinity", "requiredDuringSchedulingIgnoredDuringExecution", "nodeSelectorTerms");
}
