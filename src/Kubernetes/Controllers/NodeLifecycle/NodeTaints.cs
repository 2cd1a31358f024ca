using System.Text.Json.Nodes;
using Verditer.Core;

namespace Verditer.Kubernetes.Controllers;

/// <summary>The taints that follow from a node's conditions and from its being cordoned. Others are left alone.</summary>
internal static class NodeTaints
{
    private static readonly (string Key, Func<JsonObject, bool> Applies)[] Derived =
    [
        (Taints.NotReady, node => node.Condition("Ready").Text("status") == "False"),
        (Taints.Unreachable, node => node.Condition("Ready").Text("status") == "Unknown"),
        (Taints.Unschedulable, node => node.Flag("spec", "unschedulable") == true),
        ("node.kubernetes.io/memory-pressure", node => node.HasCondition("MemoryPressure")),
        ("node.kubernetes.io/disk-pressure", node => node.HasCondition("DiskPressure")),
        ("node.kubernetes.io/pid-pressure", node => node.HasCondition("PIDPressure")),
        ("node.kubernetes.io/network-unavailable", node => node.HasCondition("NetworkUnavailable")),
    ];

    public static Task ApplyAsync(Turn turn, JsonObject node)
    {
        var present = node.Items("spec", "taints").Select(taint => (taint.Text("key"), taint.Text("effect"))).ToHashSet();
        var wanted = Wanted(node).ToHashSet();
        var managed = Derived.SelectMany(entry => new[] { (entry.Key, "NoSchedule"), (entry.Key, "NoExecute") }).ToHashSet();
        if (wanted.All(present.Contains!) && !present.Any(taint => managed.Contains(taint!) && !wanted.Contains(taint!)))
        {
            return Task.CompletedTask;
        }

        return turn.ChangeAsync(Kinds.Nodes, node, changed =>
        {
            var taints = changed.Items("spec", "taints")
                .Where(taint => (taint.Text("key") ?? "", taint.Text("effect") ?? "") is var name && (!managed.Contains(name) || wanted.Contains(name)))
                .Concat(wanted.Where(taint => !present.Contains(taint!)).Select(taint => new JsonObject
                {
                    ["key"] = taint.Item1,
                    ["effect"] = taint.Item2,
                    ["timeAdded"] = Timestamps.Seconds(turn.Now),
                }))
                .ToJsonArray();
            if (taints.Count > 0)
            {
                changed.Section("spec")["taints"] = taints;
            }
            else
            {
                changed.Section("spec").Remove("taints");
            }
        });
    }

    private static IEnumerable<(string, string)> Wanted(JsonObject node)
    {
        foreach (var (key, _) in Derived.Where(entry => entry.Applies(node)))
        {
            yield return (key, "NoSchedule");
            if (key is Taints.NotReady or Taints.Unreachable)
            {
                yield return (key, "NoExecute");
            }
        }
    }
}
