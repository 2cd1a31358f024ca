using System.Text.Json.Nodes;
using Verditer.Core;

namespace Verditer.Kubernetes.Controllers;

/// <summary>Why a node does not take a pod: upstream's words.</summary>
/// <param name="Resolvable">Another pod's end would change it.</param>
internal readonly record struct Misfit(string Reason, bool Resolvable);

/// <summary>The rules that a node must pass, in upstream's order. The first that fails decides, but all missing resources are named.</summary>
internal static class SchedulingRules
{
    private static readonly Func<JsonObject, NodeLoad, IEnumerable<Misfit>>[] All =
        [IsSchedulable, IsTheNamedNode, ToleratesTaints, MatchesAffinity, HasFreePorts, HasRoom, KeepsAntiAffinity];

    public static List<Misfit> Check(JsonObject pod, NodeLoad node)
    {
        foreach (var rule in All)
        {
            if (rule(pod, node).ToList() is { Count: > 0 } misfits)
            {
                return misfits;
            }
        }

        return [];
    }

    private static IEnumerable<Misfit> IsSchedulable(JsonObject pod, NodeLoad node)
    {
        var taint = new JsonObject { ["key"] = Taints.Unschedulable, ["effect"] = "NoSchedule" };
        if (node.Node.Flag("spec", "unschedulable") == true && Taints.Toleration(pod, taint) is null)
        {
            yield return new("node(s) were unschedulable", false);
        }
    }

    private static IEnumerable<Misfit> IsTheNamedNode(JsonObject pod, NodeLoad node)
    {
        if (pod.NodeName() is { } name && name != node.Node.Name())
        {
            yield return new("node(s) didn't match the requested node name", false);
        }
    }

    private static IEnumerable<Misfit> ToleratesTaints(JsonObject pod, NodeLoad node)
    {
        if (Taints.FirstUntolerated(node.Node, pod, "NoSchedule", "NoExecute") is { } taint)
        {
            yield return new($"node(s) had untolerated taint {{{taint.Text("key")}: {taint.Text("value")}}}", false);
        }
    }

    private static IEnumerable<Misfit> MatchesAffinity(JsonObject pod, NodeLoad node)
    {
        if (!NodeAffinity.Matches(pod, node.Node))
        {
            yield return new("node(s) didn't match Pod's node affinity/selector", false);
        }
    }

    private static IEnumerable<Misfit> HasFreePorts(JsonObject pod, NodeLoad node)
    {
        var wanted = HostPorts(pod).ToHashSet();
        if (wanted.Count > 0 && node.Pods.SelectMany(HostPorts).Any(wanted.Contains))
        {
            yield return new("node(s) didn't have free ports for the requested pod ports", true);
        }
    }

    private static IEnumerable<Misfit> HasRoom(JsonObject pod, NodeLoad node)
    {
        if (node.Pods.Count >= node.Allocatable("pods"))
        {
            yield return new("Too many pods", true);
        }

        foreach (var (resource, amount) in PodRequests.Of(pod).OrderBy(entry => entry.Key, StringComparer.Ordinal))
        {
            if (amount > node.Free(resource))
            {
                yield return new($"Insufficient {resource}", amount <= node.Allocatable(resource));
            }
        }
    }

    /// <summary>Within a host, which is what templates ask for; other topologies are not looked at.</summary>
    private static IEnumerable<Misfit> KeepsAntiAffinity(JsonObject pod, NodeLoad node)
    {
        foreach (var term in pod.Items("spec", "affinity", "podAntiAffinity", "requiredDuringSchedulingIgnoredDuringExecution"))
        {
            var selector = LabelSelector.Parse(term["labelSelector"]);
            var namespaces = term.Texts("namespaces").DefaultIfEmpty(pod.Namespace() ?? "").ToHashSet();
            if (term.Text("topologyKey") == "kubernetes.io/hostname"
                && node.Pods.Exists(other => namespaces.Contains(other.Namespace() ?? "") && selector.Matches(other)))
            {
                yield return new("node(s) didn't match pod anti-affinity rules", true);
                yield break;
            }
        }
    }

    private static IEnumerable<(long Port, string Protocol)> HostPorts(JsonObject pod) => pod.Containers()
        .SelectMany(container => container.Items("ports"))
        .Where(port => port["hostPort"].Long() is > 0)
        .Select(port => (port["hostPort"].Long()!.Value, port.Text("protocol") ?? "TCP"));
}
