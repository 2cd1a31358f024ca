using System.Text.Json.Nodes;
using Verditer.Core;

namespace Verditer.Kubernetes.Controllers;

/// <summary>The Node object of a node's description.</summary>
internal static class NodeDescription
{
    private static readonly (string Name, string Value)[] FixedLabels =
    [
        ("beta.kubernetes.io/arch", "amd64"),
        ("beta.kubernetes.io/os", "linux"),
        ("kubernetes.io/arch", "amd64"),
        ("kubernetes.io/os", "linux"),
    ];

    public static JsonObject NewNode(NodeSpec spec) => new()
    {
        ["apiVersion"] = "v1",
        ["kind"] = "Node",
        ["metadata"] = new JsonObject { ["name"] = spec.Name },
        ["spec"] = new JsonObject(),
    };

    /// <summary>Labels, taints and the provider's id: the described ones are set, formerly described ones are removed, all others stay.</summary>
    public static void Apply(JsonObject node, NodeSpec spec)
    {
        var described = new Dictionary<string, string>(spec.Labels) { ["kubernetes.io/hostname"] = spec.Name };
        foreach (var (name, value) in FixedLabels)
        {
            described[name] = value;
        }

        var taints = spec.Taints.Select(ParseTaint).ToList();
        var before = (node.Annotation(SimulatedNode.DescribedAnnotation) ?? "").Split(' ').ToHashSet();
        var labels = node.Section("metadata").Section("labels");
        foreach (var gone in labels.Select(label => label.Key).Where(name => before.Contains($"label:{name}")).ToList())
        {
            labels.Remove(gone);
        }

        foreach (var (name, value) in described)
        {
            labels[name] = value;
        }

        var kept = node.Items("spec", "taints")
            .Where(taint => !before.Contains(Mark(taint)) && !taints.Exists(given => Mark(given) == Mark(taint)))
            .Concat(taints)
            .ToJsonArray();
        var body = node.Section("spec");
        body["providerID"] = spec.ProviderId;
        body["taints"] = kept;
        if (kept.Count == 0)
        {
            body.Remove("taints");
        }

        node.Section("metadata").Section("annotations")[SimulatedNode.DescribedAnnotation] =
            string.Join(' ', described.Keys.Select(name => $"label:{name}").Concat(taints.Select(Mark)).Order(StringComparer.Ordinal));
    }

    public static JsonObject Status(JsonObject node, NodeSpec spec, NodeSystem system, NodeProblem? problem, DateTimeOffset now)
    {
        var status = node.CopyAt("status");
        status["addresses"] = new JsonArray(
            new JsonObject { ["type"] = "InternalIP", ["address"] = spec.InternalIp },
            new JsonObject { ["type"] = "Hostname", ["address"] = spec.Name });
        status["capacity"] = NodeResources.Capacity(spec);
        status["allocatable"] = NodeResources.Allocatable(spec);
        status["daemonEndpoints"] = new JsonObject { ["kubeletEndpoint"] = new JsonObject { ["Port"] = 10250 } };
        status["nodeInfo"] = Info(spec, system);
        NodeConditions.Set(status, problem, now);
        return status;
    }

    /// <summary>Ids are derived from the node's own, so that they are the same after a restart.</summary>
    private static JsonObject Info(NodeSpec spec, NodeSystem system)
    {
        var id = $"{Fnv.Hash64(spec.ProviderId):x16}{Fnv.Hash64(spec.Name):x16}";
        return new JsonObject
        {
            ["architecture"] = "amd64",
            ["bootID"] = id,
            ["containerRuntimeVersion"] = system.Runtime,
            ["kernelVersion"] = system.Kernel,
            ["kubeProxyVersion"] = $"v{spec.KubernetesVersion}",
            ["kubeletVersion"] = $"v{spec.KubernetesVersion}",
            ["machineID"] = id,
            ["operatingSystem"] = "linux",
            ["osImage"] = system.OsImage,
            ["systemUUID"] = id,
        };
    }

    private static string Mark(JsonObject taint) => $"taint:{taint.Text("key")}:{taint.Text("effect")}";

    /// <summary><c>key=value:Effect</c>, the value may be missing. What else is missing the API refuses.</summary>
    private static JsonObject ParseTaint(string text)
    {
        var (rest, effect) = text.LastIndexOf(':') is >= 0 and var colon ? (text[..colon], text[(colon + 1)..]) : (text, "");
        var parts = rest.Split('=', 2);
        var taint = new JsonObject { ["key"] = parts[0], ["effect"] = effect };
        if (parts.Length > 1 && parts[1].Length > 0)
        {
            taint["value"] = parts[1];
        }

        return taint;
    }
}
