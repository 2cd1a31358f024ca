using System.Text.Json.Nodes;

namespace Verditer.Kubernetes.Controllers;

/// <summary>Where a pod goes, or why nowhere.</summary>
/// <param name="Message">Upstream's text; null where there is a node.</param>
internal sealed record Placement(string? Node, string? Message)
{
    public static Placement Of(JsonObject pod, IReadOnlyList<JsonObject> nodes, IReadOnlyList<JsonObject> pods)
    {
        if (nodes.Count == 0)
        {
            return new(null, "no nodes available to schedule pods");
        }

        var byNode = pods.ToLookup(PodFacts.NodeName);
        var checkedNodes = nodes
            .Select(node => new NodeLoad(node, byNode[node.Name()]))
            .Select(load => (Load: load, Misfits: SchedulingRules.Check(pod, load)))
            .ToList();
        var best = checkedNodes
            .Where(entry => entry.Misfits.Count == 0)
            .Select(entry => entry.Load)
            .OrderBy(load => load.Siblings(pod))
            .ThenBy(load => load.Load)
            .ThenBy(load => load.Pods.Count)
            .ThenBy(load => load.Node.Name(), StringComparer.Ordinal)
            .FirstOrDefault();
        return best is not null ? new(best.Node.Name(), null) : new(null, Explain(checkedNodes.ConvertAll(entry => entry.Misfits)));
    }

    private static string Explain(List<List<Misfit>> misfits)
    {
        var total = misfits.Count;
        var reasons = Tally(misfits.SelectMany(node => node).Select(misfit => misfit.Reason));
        var preemption = Tally(misfits.Select(node => node.TrueForAll(misfit => misfit.Resolvable)
            ? "No preemption victims found for incoming pod"
            : "Preemption is not helpful for scheduling"));
        return $"0/{total} nodes are available: {reasons}. preemption: 0/{total} nodes are available: {preemption}.";
    }

    private static string Tally(IEnumerable<string> reasons) => string.Join(", ", reasons
        .GroupBy(reason => reason)
        .Select(group => $"{group.Count()} {group.Key}")
        .Order(StringComparer.Ordinal));
}
