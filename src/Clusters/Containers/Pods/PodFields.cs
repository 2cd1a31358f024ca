using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Verditer.Core;
using Verditer.Kubernetes.Controllers;

namespace Verditer.Clusters.Containers;

/// <summary>Fields of a pod that its containers may know. Source: Kubernetes documentation, "Downward API".</summary>
internal static partial class PodFields
{
    /// <summary>The text of a field; empty where the pod has none.</summary>
    /// <param name="pod">With its addresses in the status.</param>
    public static string Text(JsonObject pod, string path) => path switch
    {
        "metadata.labels" => Lines(pod.At("metadata", "labels") as JsonObject),
        "metadata.annotations" => Lines(pod.At("metadata", "annotations") as JsonObject),
        "status.podIPs" => string.Join(',', pod.Items("status", "podIPs").Select(address => address.Text("ip"))),
        "status.hostIPs" => string.Join(',', pod.Items("status", "hostIPs").Select(address => address.Text("ip"))),
        _ when Keyed.Match(path) is { Success: true } match => pod.Text("metadata", match.Groups["map"].Value, match.Groups["key"].Value) ?? "",
        _ => pod.Text(path.Split('.')) ?? "",
    };

    /// <summary>A request or a limit of a container; where it has no limit, what the node can give.</summary>
    public static string Resource(JsonObject pod, JsonObject? node, JsonObject container, JsonNode? reference)
    {
        var of = reference.Text("containerName") is { } name
            ? pod.Containers().Concat(pod.InitContainers()).FirstOrDefault(other => other.Text("name") == name) ?? container
            : container;
        var parts = (reference.Text("resource") ?? "").Split('.', 2);
        if (parts.Length < 2)
        {
            return "0";
        }

        var amount = of.At("resources", parts[0], parts[1]) ?? (parts[0] == "limits" ? node.At("status", "allocatable", parts[1]) : null);
        var divisor = Quantity.Parse(reference.At("divisor"));
        return Math.Ceiling(Quantity.Parse(amount) / (divisor > 0 ? divisor : 1)).ToString(CultureInfo.InvariantCulture);
    }

    private static string Lines(JsonObject? map) =>
        string.Join('\n', (map ?? []).OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => $"{pair.Key}={Json.ToText(JsonValue.Create(pair.Value.Text() ?? ""))}"));

    [GeneratedRegex(@"\Ametadata\.(?<map>labels|annotations)\['(?<key>.*)'\]\z", RegexOptions.CultureInvariant)]
    private static partial Regex Keyed { get; }
}
