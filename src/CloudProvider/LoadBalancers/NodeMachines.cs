using System.Text.Json.Nodes;
using Verditer.Core;

namespace Verditer.CloudProvider;

/// <summary>The machines behind nodes that take traffic from load balancers, by their ids in Azure.</summary>
internal static class NodeMachines
{
    private const string Excluded = "node.kubernetes.io/exclude-from-external-load-balancers";
    private const string Scheme = "azure://";

    /// <summary>The machine's id, or null: the node is not there, is excluded, or is not Azure's.</summary>
    public static string? Of(JsonObject? node) =>
        node?.Text("spec", "providerID") is { } id && id.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) && node.At("metadata", "labels", Excluded) is null
            ? id[Scheme.Length..]
            : null;

    /// <summary>The machines of all nodes, in order.</summary>
    public static IReadOnlyList<string> All(IEnumerable<JsonObject> nodes) =>
        [.. nodes.Select(Of).OfType<string>().Distinct(StringComparer.OrdinalIgnoreCase).Order(StringComparer.OrdinalIgnoreCase)];
}
